package chat.sockets.fanout;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way out to one client: a socket, as far as fan-out is concerned. Called by the thread of the
 * connection's shard only, and must not block it.
 */
public interface Outlet {

  /** How it wants its frames; the same object for all outlets that want them alike. */
  WireFormat format();

  /**
   * Writes frames. The next call comes only after this one is done.
   *
   * @param frames in the outlet's format, in order; shared by many outlets, not to be changed, but
   *     position and limit are the outlet's own
   * @param done called once, by any thread, also before this returns; with the error if the socket
   *     is of no use any more
   */
  void write(ByteBuffer frames, Consumer<@Nullable Throwable> done);

  /** Everything has been written, and the last frame said that it is over. */
  void end();

  /** Lets go of the socket at once, if it is still there. */
  void abort();
}
