package chat.sockets.engineio;

import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * Several frames that Jetty takes for one, so that they are one write: it makes the first one's
 * header by the length that is said here, and writes behind it all that the payload's buffer holds.
 */
final class FrameBatch extends Frame {

  private final int firstLength;

  FrameBatch(EncodedPackets packets) {
    super(OpCode.TEXT, packets.behindFirstHeader());
    this.firstLength = packets.firstLength();
  }

  @Override
  public int getPayloadLength() {
    return firstLength;
  }
}
