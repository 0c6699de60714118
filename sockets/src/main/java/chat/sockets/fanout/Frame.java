package chat.sockets.fanout;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * One thing that is sent to clients: an event, or an answer to one client. It is made once, and is
 * the same for all that get it (so it is no record: two frames are never equal); the {@link
 * WireFormat} of a socket renders it.
 */
public final class Frame {

  /** How a format has to treat a frame. */
  public enum Kind {
    /** An event; its bytes are a JSON object that has the type. */
    EVENT,
    /** An answer; its bytes are a JSON object without type and ref. */
    ANSWER,
    /** The last frame of a connection, in the bytes of the socket's own protocol. */
    CLOSE,
    /** Another frame of the socket's own protocol, as a ping. */
    RAW
  }

  /** What an answer has around type and ref: their names, quotes and commas. */
  private static final int ANSWER_FIELDS = 18;

  private final Kind kind;
  private final @Nullable String room;
  private final String type;
  private final byte @Nullable [] ref;
  private final byte[] bytes;
  private final @Nullable ResumePoint position;
  private final @Nullable CloseReason closeReason;

  /** Made when the first asks for it; that two do so at once does no harm. */
  private volatile byte @Nullable [] encoded;

  private Frame(
      Kind kind,
      @Nullable String room,
      String type,
      byte @Nullable [] ref,
      byte[] bytes,
      @Nullable ResumePoint position,
      @Nullable CloseReason closeReason) {
    this.kind = kind;
    this.room = room;
    this.type = type;
    this.ref = ref;
    this.bytes = bytes;
    this.position = position;
    this.closeReason = closeReason;
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
    return event(type, json, room, position);
  }

  /** An event of no room, which tells a client that it has got everything up to that position. */
  public static Frame marker(String type, byte[] json, ResumePoint position) {
    return event(type, json, null, position);
  }

  /** An event of no room that is joined: one JSON object. */
  public static Frame notice(String type, byte[] json) {
    return event(type, json, null, null);
  }

  private static Frame event(
      String type, byte[] json, @Nullable String room, @Nullable ResumePoint position) {
    return new Frame(Kind.EVENT, room, type, null, json, position, null);
  }

  /**
   * An answer to one client.
   *
   * @param ref the client's name for its request; null if it gave none
   * @param body a JSON object without spaces, whose fields follow type and ref
   */
  public static Frame answer(String type, @Nullable String ref, byte[] body) {
    byte @Nullable [] quoted =
        ref == null ? null : JsonStringEncoder.getInstance().quoteAsUTF8(ref);
    return new Frame(Kind.ANSWER, null, type, quoted, body, null, null);
  }

  /** The last frame of a connection, in the bytes of the socket's own protocol. */
  public static Frame close(CloseReason reason, byte[] bytes) {
    return new Frame(Kind.CLOSE, null, "", null, bytes, null, reason);
  }

  /** Another frame of the socket's own protocol. */
  public static Frame raw(byte[] bytes) {
    return new Frame(Kind.RAW, null, "", null, bytes, null, null);
  }

  /** How a format has to treat it. */
  public Kind kind() {
    return kind;
  }

  /** The room that it is an event of, else null. */
  public @Nullable String room() {
    return room;
  }

  /** The type of an event or answer, as {@code message}; else empty. */
  public String type() {
    return type;
  }

  /** The client's name for the answered request, as the inside of a JSON string; null for none. */
  public byte @Nullable [] ref() {
    return ref;
  }

  /** Its JSON object in UTF-8, or bytes of the socket's own protocol; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Why the connection ends; null if this is not the last frame. */
  public @Nullable CloseReason closeReason() {
    return closeReason;
  }

  /** The frame as one format encodes it, made once; there is one format that asks for it. */
  public byte[] encoded(Function<Frame, byte[]> encoder) {
    byte[] known = encoded;
    if (known == null) {
      known = encoder.apply(this);
      encoded = known;
    }
    return known;
  }

  /** Up to where a client that got it has got everything; null where that can't be said. */
  public @Nullable ResumePoint position() {
    return position;
  }

  /** The same for a client that has not got everything yet. */
  Frame withoutPosition() {
    return position == null ? this : event(type, bytes, room, null);
  }

  /** The bytes that it counts for in a queue. */
  int size() {
    int fields = kind == Kind.ANSWER ? type.length() + ANSWER_FIELDS : 0;
    return bytes.length + fields + (ref == null ? 0 : ref.length);
  }
}
