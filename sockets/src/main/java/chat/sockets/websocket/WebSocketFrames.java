package chat.sockets.websocket;

import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A server's frames (RFC 6455, 5.2): not masked, never cut up. Events and answers are texts. */
public class WebSocketFrames implements WireFormat {

  /** Events as they are, one text each. */
  public static final WireFormat PLAIN = new WebSocketFrames();

  /** How a compressed text begins: the first reserved bit is set. */
  protected static final byte COMPRESSED_TEXT = (byte) 0xc1;

  private static final byte TEXT = (byte) 0x81;
  private static final byte CLOSE = (byte) 0x88;
  private static final byte PING = (byte) 0x89;
  private static final byte PONG = (byte) 0x8a;
  private static final int SHORT_LENGTH = 125;
  private static final int MEDIUM_LENGTH = 0xffff;
  private static final byte LENGTH_OF_2_BYTES = 126;
  private static final byte LENGTH_OF_8_BYTES = 127;

  /** For formats that put something around the texts. */
  protected WebSocketFrames() {}

  @Override
  public int size(Frame frame) {
    int length = frame.bytes().length;
    return frame.kind() == Frame.Kind.RAW ? length : textHeaderSize(length) + length;
  }

  @Override
  public void put(Frame frame, ByteBuffer to) {
    if (frame.kind() != Frame.Kind.RAW) {
      putTextHeader(frame.bytes().length, to);
    }
    to.put(frame.bytes());
  }

  @Override
  public Frame ping() {
    return control(PING, new byte[0]);
  }

  @Override
  public Frame close(CloseReason reason) {
    byte[] text = reason.text().getBytes(StandardCharsets.UTF_8);
    ByteBuffer payload = ByteBuffer.allocate(Short.BYTES + text.length);
    return close(payload.putShort((short) reason.code()).put(text).array());
  }

  /** A close frame with that payload. */
  static Frame close(byte[] payload) {
    return control(CLOSE, payload);
  }

  /** The answer to a ping. */
  static Frame pong(byte[] payload) {
    return control(PONG, payload);
  }

  /** How many bytes stand before a text of so many bytes. */
  protected static int textHeaderSize(int length) {
    if (length <= SHORT_LENGTH) {
      return 2;
    }
    return length <= MEDIUM_LENGTH ? 2 + Short.BYTES : 2 + Long.BYTES;
  }

  /** Appends what stands before a text of so many bytes. */
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

  private static Frame control(byte opcode, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(2 + payload.length);
    return Frame.raw(frame.put(opcode).put((byte) payload.length).put(payload).array());
  }
}
