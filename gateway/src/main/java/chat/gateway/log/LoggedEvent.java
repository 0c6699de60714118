package chat.gateway.log;

import chat.contract.Message;
import org.jspecify.annotations.Nullable;

/**
 * An event at its place in the log.
 *
 * @param seq its place
 * @param prev the place of the room's event before it, 0 for the first
 * @param value the record's value, one JSON object; not to be changed
 */
public record LoggedEvent(String room, String type, long seq, long prev, byte[] value) {

  /** The same, standing after another event than was known so far. */
  public LoggedEvent after(long knownPrev) {
    return new LoggedEvent(room, type, seq, knownPrev, value);
  }

  /** Whether it is a message, and so a line of the room's history. */
  public boolean isMessage() {
    return type.equals(Message.TYPE);
  }

  /**
   * The event as clients get it: the record's value with {@code seq} and {@code prev} put before
   * its first field, without parsing it.
   */
  public byte[] frame() {
    return splice("{\"seq\":" + seq + ",\"prev\":" + prev + ",", value);
  }

  /** A record's value as an event of which the place is known, but not the one before it. */
  public static byte[] frameWithoutPrev(long seq, byte[] value) {
    return splice("{\"seq\":" + seq + ",", value);
  }

  private static byte[] splice(String beginning, byte[] value) {
    byte[] frame = new byte[beginning.length() + value.length - 1];
    for (int i = 0; i < beginning.length(); i++) {
      frame[i] = (byte) beginning.charAt(i);
    }
    System.arraycopy(value, 1, frame, beginning.length(), value.length - 1);
    return frame;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LoggedEvent event && event.seq == seq && event.room.equals(room);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(seq);
  }

  @Override
  public String toString() {
    return type + " room=" + room + " seq=" + seq;
  }
}
