package chat.writer.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The partitions that are not polled for some time. Used by the consumer's thread only. */
final class RestingPartitions {

  /** The ends of the rests, in nanoseconds. */
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  /** Pauses a partition for some time. */
  void add(TopicPartition partition, Duration rest, Consumer<?, ?> consumer) {
    consumer.pause(Set.of(partition));
    ends.put(partition, System.nanoTime() + rest.toNanos());
  }

  /** Resumes the partitions whose rest is over. */
  void resume(Consumer<?, ?> consumer) {
    long now = System.nanoTime();
    ends.keySet().retainAll(consumer.assignment());
    ends.entrySet()
        .removeIf(
            rest -> {
              boolean isOver = now - rest.getValue() >= 0;
              if (isOver) {
                consumer.resume(Set.of(rest.getKey()));
              }
              return isOver;
            });
  }
}
