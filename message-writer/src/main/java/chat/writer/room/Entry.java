package chat.writer.room;

import chat.contract.Identity;
import chat.contract.Message;
import chat.contract.Names;
import chat.contract.RecordHeaders;
import chat.contract.RoomEvent;
import chat.contract.RoomEventCodec;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A record as it goes into the tables.
 *
 * <p>One that can't be read goes there as {@value #UNREADABLE}, so that the chain of {@code prev}
 * has no hole that readers would ask about for ever: they pass on, as for any type they don't know.
 *
 * @param room whose event it is; null if the key names none that stands here: then there is no row
 * @param value the record's own bytes, unchanged, or the placeholder's
 * @param message where the sender's id is to be found again; null for other types
 * @param fault why the record can't be read; null if it can
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of each value would cost
record Entry(
    LogRecord log,
    long seq,
    @Nullable String room,
    String type,
    byte[] value,
    @Nullable SentMessage message,
    @Nullable String fault) {

  /** The type of the row that stands for a record that can't be read. */
  static final String UNREADABLE = "unreadable";

  /** A message with all that it may carry takes 50 kB. */
  private static final int MAX_VALUE = 256 * 1024;

  /** Reads a record as far as storing needs: of types that it doesn't know only the headers. */
  static Entry of(LogRecord log, LogPartition partition) {
    long seq = partition.seq(log.offset());
    byte[] key = log.key();
    String room = key == null ? null : new String(key, StandardCharsets.UTF_8);
    if (room == null || !Names.isRoom(room) || !partition.holds(room)) {
      String fault = "key: not the name of a room of this partition";
      return new Entry(log, seq, null, UNREADABLE, new byte[0], null, fault);
    }
    try {
      return read(log, seq, room);
    } catch (IllegalArgumentException e) {
      return unreadable(log, seq, room, String.valueOf(e.getMessage()));
    }
  }

  /** The identity that a record claims, null if it claims none that can be read. */
  static @Nullable Identity identity(LogRecord log) {
    byte[] header = log.header(RecordHeaders.IDENTITY);
    return header == null || header.length != Identity.BYTES ? null : Identity.of(header);
  }

  private static Entry read(LogRecord log, long seq, String room) {
    byte[] value = log.value();
    if (value == null || value.length < 2 || value[0] != '{') {
      throw new IllegalArgumentException("value: no object");
    }
    if (value.length > MAX_VALUE) {
      throw new IllegalArgumentException(
          "value: " + value.length + " bytes (expected: <= " + MAX_VALUE + ")");
    }
    Identity identity = identity(log);
    byte[] typeHeader = log.header(RecordHeaders.TYPE);
    if (identity == null || typeHeader == null) {
      throw new IllegalArgumentException("headers: no identity or no type");
    }
    String type = new String(typeHeader, StandardCharsets.UTF_8);
    SentMessage message =
        Message.TYPE.equals(type) ? message(room, value, seq, identity.digest()) : null;
    return new Entry(log, seq, room, type, value, message, null);
  }

  private static SentMessage message(String room, byte[] value, long seq, int digest) {
    RoomEvent event = RoomEventCodec.decode(value);
    if (!event.room().equals(room)) {
      throw new IllegalArgumentException("room: not that of the key");
    }
    return new SentMessage(room, event.user().id(), event.id(), seq, digest);
  }

  private static Entry unreadable(LogRecord log, long seq, String room, String fault) {
    String placeholder = "{\"type\":\"" + UNREADABLE + "\",\"room\":\"" + room + "\"}";
    byte[] value = placeholder.getBytes(StandardCharsets.UTF_8);
    return new Entry(log, seq, room, UNREADABLE, value, null, fault);
  }
}
