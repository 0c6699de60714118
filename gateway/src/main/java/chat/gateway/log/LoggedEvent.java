package chat.gateway.log;

import chat.contract.event.EmittedEvent;
import chat.contract.event.Message;
import chat.contract.log.ErasedUsers;
import chat.contract.log.EventFrame;
import org.jspecify.annotations.Nullable;

/**
 * An event of the log in its current state, with all later changes applied.
 *
 * @param prev seq of the room's event before it; 0 for the first
 * @param value one JSON object, that of the record if nothing has changed; not to be modified
 * @param changed seq of the last event that changed it; 0 if none did
 * @param reactions to the message
 * @param edits number of its edits
 */
public record LoggedEvent(
    String room,
    String type,
    long seq,
    long prev,
    byte[] value,
    long changed,
    Reactions reactions,
    int edits) {

  /** An event that was not edited. */
  public LoggedEvent(
      String room,
      String type,
      long seq,
      long prev,
      byte[] value,
      long changed,
      Reactions reactions) {
    this(room, type, seq, prev, value, changed, reactions, 0);
  }

  /** An unchanged event. */
  public LoggedEvent(String room, String type, long seq, long prev, byte[] value) {
    this(room, type, seq, prev, value, 0, Reactions.NONE);
  }

  /** The same with another {@code prev}. */
  public LoggedEvent after(long knownPrev) {
    return new LoggedEvent(room, type, seq, knownPrev, value, changed, reactions, edits);
  }

  /** The same with other reactions. */
  public LoggedEvent with(Reactions current) {
    return new LoggedEvent(room, type, seq, prev, value, changed, current, edits);
  }

  /** The same without erased users. */
  public LoggedEvent without(ErasedUsers erased) {
    byte[] rest = erased.without(value);
    return rest == value && reactions.isEmpty()
        ? this
        : new LoggedEvent(
            room, type, seq, prev, rest, changed, reactions.without(erased.users()), edits);
  }

  /** Whether it is a message, and so a line of the room's history. */
  public boolean isMessage() {
    return type.equals(Message.TYPE);
  }

  /** Whether a user sent it: a message, or an event of the application. */
  public boolean isSent() {
    return isMessage() || type.equals(EmittedEvent.TYPE);
  }

  /**
   * The event as all clients get it live: the record's value with {@code seq} and {@code prev}
   * inserted before its first field, without parsing it.
   */
  public byte[] frame() {
    return EventFrame.of(value, seq, prev);
  }

  /**
   * The event as one reader gets it later, with its reactions.
   *
   * @param reader the user's id
   */
  public byte[] frame(String reader) {
    return withReactions(frame(), reader);
  }

  /** The same without {@code prev}. */
  public byte[] frameWithoutPrev(String reader) {
    return withReactions(EventFrame.of(value, seq), reader);
  }

  private byte[] withReactions(byte[] frame, String reader) {
    if (reactions.isEmpty()) {
      return frame;
    }
    byte[] field = reactions.field(reader);
    byte[] whole = new byte[frame.length + field.length];
    System.arraycopy(frame, 0, whole, 0, frame.length - 1);
    System.arraycopy(field, 0, whole, frame.length - 1, field.length);
    whole[whole.length - 1] = '}';
    return whole;
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
