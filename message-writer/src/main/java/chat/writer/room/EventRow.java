package chat.writer.room;

import chat.contract.event.Message;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code room_events}.
 *
 * @param prev the seq of the room's previous event, 0 for the first
 * @param end the state of the room and bucket up to and including this event
 * @param message the author and id of a message or an emitted event; null for other events
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying each value would be costly
public record EventRow(
    String room, long prev, String type, byte[] value, RoomEnd end, @Nullable SentMessage message) {

  /** The row's seq, which is also the timestamp of its write. */
  public long seq() {
    return end.seq();
  }

  /** Whether it is a message, and so is in the index of messages. */
  public boolean isMessage() {
    return type.equals(Message.TYPE);
  }

  /** Its bucket. */
  public long bucket() {
    return end.bucket();
  }
}
