package chat.gateway.log;

import chat.contract.Identity;
import chat.contract.Names;
import chat.contract.RecordHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is needed of a record without parsing its value. What can't be shown to anybody is
 * left to the writer, which keeps it as a dead letter.
 */
final class RecordReader {

  private RecordReader() {}

  /** The record, or null if it is no event that a client could be sent. */
  static @Nullable LogRecord read(ConsumerRecord<String, byte[]> record) {
    Header type = record.headers().lastHeader(RecordHeaders.TYPE);
    Header identity = record.headers().lastHeader(RecordHeaders.IDENTITY);
    byte[] value = record.value();
    if (type == null || identity == null || identity.value().length != Identity.BYTES) {
      return null;
    }
    if (record.key() == null || !Names.isRoom(record.key()) || !isObject(value)) {
      return null;
    }
    return new LogRecord(
        record.offset(),
        record.key(),
        new String(type.value(), StandardCharsets.UTF_8).intern(),
        Identity.of(identity.value()),
        value);
  }

  private static boolean isObject(byte @Nullable [] value) {
    return value != null
        && value.length > 2
        && value[0] == '{'
        && value[1] == '"'
        && value[value.length - 1] == '}';
  }
}
