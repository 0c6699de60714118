package chat.sockets.fanout;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * An event for clients, or an answer to one client. It is made once and shared by all receivers,
 * and is compared by identity, so it is no record. The {@link WireFormat} of a socket renders it.
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
    /** Another frame of the socket's own protocol, such as a ping. */
    RAW
  }

  /** The bytes around the type and ref of an answer: names, quotes and commas. */
  private static final int ANSWER_FIELDS = 18;

  private final Kind kind;
  private final @Nullable String room;
  private final String type;
  private final byte @Nullable [] ref;
  private final byte[] bytes;
  private final @Nullable ResumePoint position;
  private final @Nullable CloseReason closeReason;
  private final long seq;

  /** Made on first use; if two threads make it at once, either result will do. */
  private volatile byte @Nullable [] encoded;

  private Frame(
      Kind kind,
      @Nullable String room,
      String type,
      byte @Nullable [] ref,
      byte[] bytes,
      @Nullable ResumePoint position,
      @Nullable CloseReason closeReason,
      long seq) {
    this.kind = kind;
    this.room = room;
    this.type = type;
    this.ref = ref;
    this.bytes = bytes;
    this.position = position;
    this.closeReason = closeReason;
    this.seq = seq;
  }

  /** An event of a room: one JSON object. */
  public static Frame event(String room, String type, byte[] json) {
    return event(room, type, json, null);
  }

  /**
   * An event of a room: one JSON object.
   *
   * @param position the position up to which a receiver of this frame has all events; null if
   *     unknown
   */
  public static Frame event(String room, String type, byte[] json, @Nullable ResumePoint position) {
    return event(room, 0, type, json, position);
  }

  /**
   * An event of a room's log: one JSON object.
   *
   * @param seq its position in the room; 0 for an event outside of the log
   * @param position the position up to which a receiver of this frame has all events; null if
   *     unknown
   */
  public static Frame event(
      String room, long seq, String type, byte[] json, @Nullable ResumePoint position) {
    return event(type, json, room, position, seq);
  }

  /** An event of no room, which tells a client that it has all events up to a position. */
  public static Frame marker(String type, byte[] json, ResumePoint position) {
    return event(type, json, null, position, 0);
  }

  /** An event of no room that is joined: one JSON object. */
  public static Frame notice(String type, byte[] json) {
    return event(type, json, null, null, 0);
  }

  private static Frame event(
      String type, byte[] json, @Nullable String room, @Nullable ResumePoint position, long seq) {
    return new Frame(Kind.EVENT, room, type, null, json, position, null, seq);
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
    return new Frame(Kind.ANSWER, null, type, quoted, body, null, null, 0);
  }

  /** The last frame of a connection, in the bytes of the socket's own protocol. */
  public static Frame close(CloseReason reason, byte[] bytes) {
    return new Frame(Kind.CLOSE, null, "", null, bytes, null, reason, 0);
  }

  /** Another frame of the socket's own protocol. */
  public static Frame raw(byte[] bytes) {
    return new Frame(Kind.RAW, null, "", null, bytes, null, null, 0);
  }

  /** How a format has to treat it. */
  public Kind kind() {
    return kind;
  }

  /** The room of an event, else null. */
  public @Nullable String room() {
    return room;
  }

  /** The position of an event in its room's log; 0 for any other frame. */
  public long seq() {
    return seq;
  }

  /** The type of an event or answer, such as {@code message}; else empty. */
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

  /**
   * The encoded frame, made once. Only one format may call this, because there is one cached
   * result.
   */
  public byte[] encoded(Function<Frame, byte[]> encoder) {
    byte[] known = encoded;
    if (known == null) {
      known = encoder.apply(this);
      encoded = known;
    }
    return known;
  }

  /** The position up to which a receiver of this frame has all events; null if unknown. */
  public @Nullable ResumePoint position() {
    return position;
  }

  /** This frame for a client that lacks earlier events. */
  Frame withoutPosition() {
    return position == null ? this : event(type, bytes, room, null, seq);
  }

  /** The bytes that it counts for in a queue. */
  int size() {
    int fields = kind == Kind.ANSWER ? type.length() + ANSWER_FIELDS : 0;
    return bytes.length + fields + (ref == null ? 0 : ref.length);
  }
}
