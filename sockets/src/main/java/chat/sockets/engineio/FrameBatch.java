package chat.sockets.engineio;

import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * Several frames that Jetty takes for one, so that they are one write: it makes the first one's
 * header by the length that is said here, and writes behind it all that the payload's buffer holds.
 */
final class FrameBatch extends Frame {

  private static final int LENGTH_OF_2_BYTES = 126;
  private static final int LENGTH_OF_8_BYTES = 127;

  private final int firstLength;

  FrameBatch(EncodedPackets packets) {
    this(packets.frames());
  }

  private FrameBatch(ByteBuffer frames) {
    super(
        OpCode.TEXT, frames.slice(frames.position(), frames.remaining()).position(header(frames)));
    this.firstLength =
        switch (header(frames) - 2) {
          case Short.BYTES -> frames.getShort(frames.position() + 2) & 0xffff;
          case Long.BYTES -> Math.toIntExact(frames.getLong(frames.position() + 2));
          default -> frames.get(frames.position() + 1);
        };
  }

  @Override
  public int getPayloadLength() {
    return firstLength;
  }

  private static int header(ByteBuffer frames) {
    return 2
        + switch (frames.get(frames.position() + 1)) {
          case LENGTH_OF_2_BYTES -> Short.BYTES;
          case LENGTH_OF_8_BYTES -> Long.BYTES;
          default -> 0;
        };
  }
}
