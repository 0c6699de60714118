package chat.writer.room;

import org.jspecify.annotations.Nullable;

/**
 * A row of {@code room_events}.
 *
 * @param prev the seq of the room's event before, 0 for the first
 * @param end what the row says of the room and bucket up to and with it
 * @param author the id of the user whose message it is; null if it is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of each value would cost
public record EventRow(
    String room, long prev, String type, byte[] value, RoomEnd end, @Nullable String author) {

  /** The row's place, and the timestamp it is written with. */
  public long seq() {
    return end.seq();
  }

  /** Whether it has a row in {@code room_messages} too. */
  public boolean isMessage() {
    return author != null;
  }

  /** The bucket it is in. */
  public long bucket() {
    return end.bucket();
  }
}
