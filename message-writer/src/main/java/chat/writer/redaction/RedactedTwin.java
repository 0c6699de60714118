package chat.writer.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.log.CloudEventHeaders;
import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomRecord;
import chat.contract.log.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Makes the records of {@link Topic#EVENTS_REDACTED} from those of {@link Topic#EVENTS}: one for
 * each, in the same partition and order. Used by the stream's thread only.
 */
public final class RedactedTwin {

  private static final String TYPE_PREFIX = "chat.";
  private static final byte[] UNREADABLE = RecordHeaders.bytes(TYPE_PREFIX + RoomRecord.UNREADABLE);

  private final Pseudonyms pseudonyms;
  private final RedactedValue values;
  private final byte[] keyName;

  private RedactedTwin(Pseudonyms pseudonyms) {
    this.pseudonyms = pseudonyms;
    this.values = new RedactedValue(pseudonyms);
    this.keyName = RecordHeaders.bytes(pseudonyms.keyName());
  }

  /** A twin with a key. */
  public static RedactedTwin of(byte[] key) {
    return new RedactedTwin(new Pseudonyms(key));
  }

  /**
   * A twin with the key in a file of Base64.
   *
   * @throws IllegalStateException naming the property, if it can't be read or is too short
   */
  public static RedactedTwin read(String property, Path file) {
    return new RedactedTwin(Pseudonyms.read(property, file));
  }

  /** Events, and behind them their twins. */
  public List<ProducerRecord<byte[], byte[]>> beside(List<ProducerRecord<byte[], byte[]>> events) {
    List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(2 * events.size());
    all.addAll(events);
    events.forEach(event -> all.add(of(event)));
    return all;
  }

  private ProducerRecord<byte[], byte[]> of(ProducerRecord<byte[], byte[]> event) {
    String room = values.room(new String(event.key(), UTF_8));
    byte[] value = values.of(event.value());
    ProducerRecord<byte[], byte[]> twin =
        new ProducerRecord<>(
            Topic.EVENTS_REDACTED,
            event.partition(),
            event.timestamp(),
            room.getBytes(UTF_8),
            value == null ? RedactedValue.placeholder(event.value(), room) : value);
    for (Header header : event.headers()) {
      add(twin.headers(), header, room, value == null);
    }
    twin.headers().add(CloudEventHeaders.PSEUDONYM_KEY, keyName);
    return twin;
  }

  private void add(Headers headers, Header header, String room, boolean isUnreadable) {
    switch (header.key()) {
      case CloudEventHeaders.SOURCE ->
          headers.add(header.key(), RecordHeaders.bytes(CloudEventHeaders.source(room)));
      case CloudEventHeaders.SUBJECT -> {
        String id = RecordHeaders.text(header.value());
        String pseudonym = pseudonyms.of(Pseudonyms.Kind.ID, id);
        headers.add(header.key(), RecordHeaders.bytes(pseudonym));
      }
      case CloudEventHeaders.TYPE -> {
        String type = RecordHeaders.text(header.value()).substring(TYPE_PREFIX.length());
        boolean isKnown = !isUnreadable && RedactedValue.TYPES.contains(type);
        headers.add(header.key(), isKnown ? header.value() : UNREADABLE);
      }
      default -> headers.add(header);
    }
  }
}
