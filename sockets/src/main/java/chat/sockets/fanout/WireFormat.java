package chat.sockets.fanout;

import java.nio.ByteBuffer;

/**
 * The encoding of frames for one kind of socket. All sockets of a kind share one object, so a
 * backlog is encoded once for all of them. Thread-safe.
 */
public interface WireFormat {

  /** The number of bytes that {@link #put} writes for a frame. */
  int size(Frame frame);

  /** Appends a frame. */
  void put(Frame frame, ByteBuffer to);

  /** A ping; empty if the protocol below has its own. */
  Frame ping();

  /** The last frame of a connection. It tells the client the reason. */
  Frame close(CloseReason reason);
}
