package chat.sockets.websocket;

import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a server's frames (RFC 6455, 5.2), which are not masked. Each event or answer is one
 * text.
 */
public class WebSocketFrames implements WireFormat {

  /** Texts without compression. */
  public static final WireFormat PLAIN = new WebSocketFrames();

  /** The first byte of a compressed text: the first reserved bit is set. */
  protected static final byte COMPRESSED_TEXT = (byte) 0xc1;

  private static final byte[] TYPE = "{\"type\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REF = "\",\"ref\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] QUOTE = {'"'};
  private static final int EMPTY_OBJECT = 2;

  private static final int FIN = 0x80;
  private static final int OPCODE = 0x0f;
  private static final byte TEXT = (byte) 0x81;
  private static final byte BINARY = (byte) 0x82;
  private static final byte CLOSE = (byte) 0x88;
  private static final byte PING = (byte) 0x89;
  private static final byte PONG = (byte) 0x8a;
  private static final Frame EMPTY_PING = Frame.raw(bytes(PING, new byte[0]));
  private static final int SHORT_LENGTH = 125;
  private static final int MEDIUM_LENGTH = 0xffff;
  private static final byte LENGTH_OF_2_BYTES = 126;
  private static final byte LENGTH_OF_8_BYTES = 127;

  /** For formats that encode texts differently. */
  protected WebSocketFrames() {}

  @Override
  public int size(Frame frame) {
    int length = textSize(frame);
    return isText(frame) ? textHeaderSize(length) + length : length;
  }

  @Override
  public void put(Frame frame, ByteBuffer to) {
    if (isText(frame)) {
      putTextHeader(textSize(frame), to);
    }
    putText(frame, to);
  }

  @Override
  public @Nullable Frame ping() {
    return EMPTY_PING;
  }

  @Override
  public Frame close(CloseReason reason) {
    return Frame.close(reason, close(reason.code(), reason.text()));
  }

  /** The answer to a client's close frame, with that payload. */
  static Frame close(byte[] payload) {
    return Frame.raw(closeAnswer(payload));
  }

  /** The bytes of a close frame with that payload. */
  public static byte[] closeAnswer(byte[] payload) {
    return bytes(CLOSE, payload);
  }

  /** The answer to a ping. */
  static Frame pong(byte[] payload) {
    return Frame.raw(pongAnswer(payload));
  }

  /** The bytes of a pong with that payload. */
  public static byte[] pongAnswer(byte[] payload) {
    return bytes(PONG, payload);
  }

  /** A close frame with a code and a text. */
  public static byte[] close(int code, String text) {
    byte[] why = text.getBytes(StandardCharsets.UTF_8);
    return bytes(
        CLOSE,
        ByteBuffer.allocate(Short.BYTES + why.length).putShort((short) code).put(why).array());
  }

  /** The size of the frame of a message of this length. */
  public static int frameSize(int length) {
    return textHeaderSize(length) + length;
  }

  /** Appends the frame of a message. */
  public static void putFrame(byte[] message, boolean binary, ByteBuffer to) {
    putHeader(binary ? BINARY : TEXT, message.length, to);
    to.put(message);
  }

  /** The frame of one fragment of a message. */
  public static ByteBuffer part(byte[] part, boolean binary, boolean first, boolean last) {
    int type = first ? (binary ? BINARY : TEXT) & OPCODE : 0;
    ByteBuffer frame = ByteBuffer.allocate(frameSize(part.length));
    putHeader((byte) (last ? FIN | type : type), part.length, frame);
    return frame.put(part).flip();
  }

  /** Whether a frame is a text on the socket. */
  protected static boolean isText(Frame frame) {
    return frame.kind() == Frame.Kind.EVENT || frame.kind() == Frame.Kind.ANSWER;
  }

  /** The number of bytes that {@link #putText} appends. */
  protected static int textSize(Frame frame) {
    int body = frame.bytes().length;
    if (frame.kind() != Frame.Kind.ANSWER) {
      return body;
    }
    byte[] ref = frame.ref();
    int fields = TYPE.length + frame.type().length() + QUOTE.length + fieldsSize(body);
    return ref == null ? fields : fields + REF.length + ref.length;
  }

  /**
   * Appends the object of an event unchanged, and that of an answer with its type and ref in front.
   */
  protected static void putText(Frame frame, ByteBuffer to) {
    if (frame.kind() == Frame.Kind.ANSWER) {
      to.put(TYPE).put(frame.type().getBytes(StandardCharsets.US_ASCII));
      byte[] ref = frame.ref();
      if (ref != null) {
        to.put(REF).put(ref);
      }
      putFields(frame.bytes(), to.put(QUOTE));
    } else {
      to.put(frame.bytes());
    }
  }

  /** The number of bytes that {@link #putFields} appends for an object of this length. */
  protected static int fieldsSize(int object) {
    return object == EMPTY_OBJECT ? 1 : object;
  }

  /** Appends the fields of an object and its closing brace, after other fields. */
  protected static void putFields(byte[] object, ByteBuffer to) {
    if (object.length > EMPTY_OBJECT) {
      to.put((byte) ',');
    }
    to.put(object, 1, object.length - 1);
  }

  /** The size of the header of a text of this length. */
  protected static int textHeaderSize(int length) {
    if (length <= SHORT_LENGTH) {
      return 2;
    }
    return length <= MEDIUM_LENGTH ? 2 + Short.BYTES : 2 + Long.BYTES;
  }

  /** Appends the header of a text of this length. */
  protected static void putTextHeader(int length, ByteBuffer to) {
    putHeader(TEXT, length, to);
  }

  /** Appends a frame's first byte and its length. */
  protected static void putHeader(byte first, int length, ByteBuffer to) {
    to.put(first);
    if (length <= SHORT_LENGTH) {
      to.put((byte) length);
    } else if (length <= MEDIUM_LENGTH) {
      to.put(LENGTH_OF_2_BYTES).putShort((short) length);
    } else {
      to.put(LENGTH_OF_8_BYTES).putLong(length);
    }
  }

  private static byte[] bytes(byte opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(2 + payload.length);
    return frame.put(opcode).put((byte) payload.length).put(payload).array();
  }
}
