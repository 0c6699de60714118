package chat.writer.webhook;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * What a partition of the resolved stream has in a range of offsets.
 *
 * @param from the first offset
 * @param to the offset after the last one
 * @param events all events in it, in order
 */
record EventRange(TopicPartition partition, long from, long to, List<WebhookEvent> events) {

  EventRange {
    events = List.copyOf(events);
  }

  /** Whether reading may go on with it at an offset. */
  boolean has(long offset) {
    return from <= offset && offset < to;
  }
}
