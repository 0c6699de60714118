package chat.sockets.engineio;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The WebSocket of a session, as far as the session is concerned. Nothing here blocks. */
interface FrameSocket {

  /**
   * Writes packets, each in a frame of its own, after those of earlier calls.
   *
   * @param done called once, by any thread; with the error if the socket is of no use any more
   */
  void write(List<OutgoingPacket> packets, Consumer<@Nullable Throwable> done);

  /** Writes packets that are frames already, in one go. */
  void write(EncodedPackets packets, Consumer<@Nullable Throwable> done);

  /** Ends it after what was written before. */
  void close(int code, String reason);

  /** Lets go of it at once, if it is still there. */
  void abort();
}
