package chat.reader;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A topic with events of rooms: which of its records are events, and where these are. */
interface EventSource {

  /** The name of the topic. */
  String topic();

  /**
   * Opens a partition.
   *
   * @param from the offset of the first wanted event
   * @param begin the first offset that the partition still has
   * @param partitions the number of partitions of the topic
   * @return the offset at which to begin to read
   */
  long open(int partition, int partitions, long from, long begin);

  /**
   * The event of the next record of a partition; empty if it is none.
   *
   * @throws IllegalStateException if it is a record that must not be in the topic
   */
  Optional<PlacedEvent> accept(ConsumerRecord<byte[], byte[]> record);

  /** The seq of a record. */
  long seq(ConsumerRecord<byte[], byte[]> record);

  /**
   * The offset right after a seq; empty if the topic does not tell it, so that it has to be
   * searched.
   *
   * @param seq 0: before the first event
   */
  OptionalLong offsetAfter(long seq);

  /** When the log took a record. */
  Instant loggedAt(ConsumerRecord<byte[], byte[]> record);

  /** The headers of a record as text. */
  static Map<String, String> headers(ConsumerRecord<?, ?> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      byte[] value = header.value();
      headers.put(header.key(), value == null ? "" : new String(value, StandardCharsets.UTF_8));
    }
    return headers;
  }
}
