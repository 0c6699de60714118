package chat.writer.webhook;

import chat.contract.log.CloudEventHeaders;
import chat.contract.log.RecordHeaders;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * An event of the resolved stream that is to be delivered.
 *
 * @param id names the event for ever, also when it is delivered again: partition and seq
 * @param log the record of the stream
 */
record WebhookEvent(
    String id, String room, String type, long seq, ConsumerRecord<byte[], byte[]> log) {

  /** The headers of the record that requests have, with a dash in place of the underscore. */
  static final List<String> HEADERS =
      List.of(
          CloudEventHeaders.SPEC_VERSION,
          CloudEventHeaders.ID,
          CloudEventHeaders.SOURCE,
          CloudEventHeaders.TYPE,
          CloudEventHeaders.TIME);

  /** A record and its objects and headers in memory, without the value; measured loosely. */
  private static final int OVERHEAD = 1 << 10;

  private static final String TYPE_PREFIX = "chat.";

  static WebhookEvent of(ConsumerRecord<byte[], byte[]> log) {
    String type = header(log, CloudEventHeaders.TYPE);
    String seq = header(log, CloudEventHeaders.ID);
    return new WebhookEvent(
        "evt_" + log.partition() + "_" + seq,
        RecordHeaders.text(log.key()),
        type.startsWith(TYPE_PREFIX) ? type.substring(TYPE_PREFIX.length()) : type,
        number(seq),
        log);
  }

  /** 0 for a record of another program, which must not stop the others. */
  private static long number(String seq) {
    try {
      return Long.parseLong(seq);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Bytes that it takes in memory. */
  long bytes() {
    return (long) OVERHEAD + log.value().length;
  }

  /** A header of the record; empty if it has none. */
  String header(String name) {
    return header(log, name);
  }

  private static String header(ConsumerRecord<byte[], byte[]> log, String name) {
    Header header = log.headers().lastHeader(name);
    return RecordHeaders.text(header == null ? null : header.value());
  }
}
