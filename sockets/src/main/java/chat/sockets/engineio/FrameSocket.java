package chat.sockets.engineio;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The WebSocket of a session, as the session uses it. No method blocks. */
interface FrameSocket {

  /**
   * Writes packets, each in a frame of its own, after those of earlier calls.
   *
   * @param done called once, by any thread; with the error if the socket failed
   */
  void write(List<OutgoingPacket> packets, Consumer<@Nullable Throwable> done);

  /** Writes packets that are frames already, at once. */
  void write(EncodedPackets packets, Consumer<@Nullable Throwable> done);

  /** It has replaced polling: from now on the session counts for it. */
  void upgraded();

  /** Closes the socket after all written packets. */
  void close(int code, String reason);

  /** Closes the socket now, if it is still open. */
  void abort();
}
