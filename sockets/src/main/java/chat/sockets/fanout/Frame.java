package chat.sockets.fanout;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is sent to clients. It is made once, and is the same for all that get it (so it is
 * no record: two frames are never equal); what it looks like on a socket is that socket's {@link
 * WireFormat}.
 */
public final class Frame {

  /** How a format has to treat a frame. */
  public enum Kind {
    /** The JSON object of an event. */
    EVENT,
    /** A whole text, which the session made for its socket. */
    TEXT,
    /** Bytes of the socket's own protocol. */
    RAW
  }

  private final Kind kind;
  private final @Nullable String room;
  private final String type;
  private final byte[] bytes;
  private final @Nullable ResumePoint position;

  /** Made when the first asks for it; that two do so at once does no harm. */
  private volatile byte @Nullable [] packed;

  private Frame(
      Kind kind, @Nullable String room, String type, byte[] bytes, @Nullable ResumePoint position) {
    this.kind = kind;
    this.room = room;
    this.type = type;
    this.bytes = bytes;
    this.position = position;
  }

  /** An event of a room: one JSON object. */
  public static Frame event(String room, String type, byte[] json) {
    return event(room, type, json, null);
  }

  /**
   * An event of a room: one JSON object.
   *
   * @param position a client that got it has got everything up to there; null if that is not known
   */
  public static Frame event(String room, String type, byte[] json, @Nullable ResumePoint position) {
    return new Frame(Kind.EVENT, room, type, json, position);
  }

  /** An event of no room, which tells a client that it has got everything up to that position. */
  public static Frame marker(String type, byte[] json, ResumePoint position) {
    return new Frame(Kind.EVENT, null, type, json, position);
  }

  /** An event of no room: one JSON object. */
  static Frame notice(String type, byte[] json) {
    return new Frame(Kind.EVENT, null, type, json, null);
  }

  /** An answer, in the words of the socket's kind. */
  public static Frame text(byte[] text) {
    return new Frame(Kind.TEXT, null, "", text, null);
  }

  /** What is no text to the socket's protocol: a ping, a close. */
  public static Frame raw(byte[] bytes) {
    return new Frame(Kind.RAW, null, "", bytes, null);
  }

  /** How a format has to treat it. */
  public Kind kind() {
    return kind;
  }

  /** The room that it is an event of, else null. */
  public @Nullable String room() {
    return room;
  }

  /** The event's type, as {@code message}; of what is no event, nothing. */
  public String type() {
    return type;
  }

  /** UTF-8, or what goes onto the socket as it is; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * The bytes in another form, made once for all that want it; there is one such form.
   *
   * @param packing makes it; gives the same array if there is none that is better
   */
  public byte[] packed(UnaryOperator<byte[]> packing) {
    byte[] known = packed;
    if (known == null) {
      known = packing.apply(bytes);
      packed = known;
    }
    return known;
  }

  /** Up to where a client that got it has got everything; null where that can't be said. */
  public @Nullable ResumePoint position() {
    return position;
  }

  /** The same for a client that has not got everything yet. */
  Frame withoutPosition() {
    return position == null ? this : new Frame(kind, room, type, bytes, null);
  }

  int size() {
    return bytes.length;
  }
}
