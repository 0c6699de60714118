package chat.sockets.fanout;

import java.nio.ByteBuffer;

/**
 * How frames look on one kind of socket. One object for all sockets of the kind: what waits for
 * many of them is encoded once. Threads share it.
 */
public interface WireFormat {

  /** How many bytes {@link #put} will write for a frame. */
  int size(Frame frame);

  /** Appends a frame. */
  void put(Frame frame, ByteBuffer to);

  /** Asks the client for a sign of life. */
  Frame ping();

  /** The last frame of a connection, by which the client learns why it ends. */
  Frame close(CloseReason reason);
}
