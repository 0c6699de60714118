package chat.writer.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Author;
import chat.contract.event.Message;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Identity;
import chat.contract.log.RecordHeaders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A partition of the log in memory, as gateways would fill it. */
public final class TestLog {

  private final List<LogRecord> records = new ArrayList<>();

  static Message message(String room, String id) {
    Author ann = new Author("u1", "ann");
    return new Message(room, id, ann, "text of " + id, 1, null, List.of(), List.of());
  }

  /** Appends a message; the same id again is a duplicate. */
  LogRecord message(String room, String id, int digest) {
    Message message = message(room, id);
    return add(
        room, RoomEventCodec.encode(message), "message", Identity.of(message, digest).toBytes());
  }

  /** Appends an event of any kind. */
  public LogRecord add(RoomEvent event) {
    return add(
        event.room(), RoomEventCodec.encode(event), event.type(), Identity.of(event, 0).toBytes());
  }

  LogRecord add(
      @Nullable String key,
      byte @Nullable [] value,
      @Nullable String type,
      byte @Nullable [] identity) {
    List<LogRecord.Header> headers = new ArrayList<>();
    if (type != null) {
      headers.add(new LogRecord.Header(RecordHeaders.TYPE, type.getBytes(UTF_8)));
    }
    if (identity != null) {
      headers.add(new LogRecord.Header(RecordHeaders.IDENTITY, identity));
    }
    byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
    int offset = records.size();
    LogRecord log = new LogRecord(offset, 1_000L + offset, keyBytes, value, headers);
    records.add(log);
    return log;
  }

  public int end() {
    return records.size();
  }

  public List<LogRecord> from(long offset, long to) {
    return records.subList((int) offset, (int) Math.min(to, records.size()));
  }
}
