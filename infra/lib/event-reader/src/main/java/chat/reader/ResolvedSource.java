package chat.reader;

import chat.contract.log.CloudEventHeaders;
import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** {@link Topic#EVENTS}: each record is an event. */
final class ResolvedSource implements EventSource {

  private static final String TYPE_PREFIX = "chat.";

  /** Two numbers of at most 16 digits and their names. */
  private static final int PLACE_LENGTH = 56;

  @Override
  public String topic() {
    return Topic.EVENTS;
  }

  @Override
  public long open(int partition, int partitions, long from, long begin) {
    return from;
  }

  @Override
  public Optional<PlacedEvent> accept(ConsumerRecord<byte[], byte[]> record) {
    String type = header(record, CloudEventHeaders.TYPE);
    if (record.key() == null || record.value() == null || !type.startsWith(TYPE_PREFIX)) {
      throw foreign(record, null);
    }
    long seq = seq(record);
    Map<String, String> headers = EventSource.headers(record);
    return Optional.of(
        new PlacedEvent(
            new String(record.key(), StandardCharsets.UTF_8),
            type.substring(TYPE_PREFIX.length()),
            seq,
            prev(record, seq),
            loggedAt(record),
            headers,
            record.value(),
            record.partition(),
            record.offset()));
  }

  @Override
  public long seq(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Long.parseLong(header(record, CloudEventHeaders.ID));
    } catch (NumberFormatException e) {
      throw foreign(record, e);
    }
  }

  @Override
  public OptionalLong offsetAfter(long seq) {
    return OptionalLong.empty();
  }

  @Override
  public Instant loggedAt(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Instant.parse(header(record, CloudEventHeaders.TIME));
    } catch (DateTimeException e) {
      throw foreign(record, e);
    }
  }

  /** The value begins with seq and prev. */
  private static long prev(ConsumerRecord<byte[], byte[]> record, long seq) {
    byte[] value = record.value();
    int length = Math.min(value.length, PLACE_LENGTH);
    String beginning = new String(value, 0, length, StandardCharsets.ISO_8859_1);
    String before = "{\"seq\":" + seq + ",\"prev\":";
    int end = beginning.indexOf(',', before.length());
    if (!beginning.startsWith(before) || end < 0) {
      throw foreign(record, null);
    }
    try {
      return Long.parseLong(beginning, before.length(), end, 10);
    } catch (NumberFormatException e) {
      throw foreign(record, e);
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : RecordHeaders.text(header.value());
  }

  private static IllegalStateException foreign(
      ConsumerRecord<byte[], byte[]> record, @Nullable Exception cause) {
    return new IllegalStateException(
        "%s-%d@%d: not an event, so not written by the system"
            .formatted(record.topic(), record.partition(), record.offset()),
        cause);
  }
}
