package chat.gateway.broadcast;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The way out to one client: a socket, as far as fan-out is concerned. */
public interface Outlet {

  /**
   * Writes texts, in order, without blocking. The next call comes only after this one is done.
   *
   * @param frames UTF-8, not to be changed
   * @param done called once, by any thread, also before this returns; with the error if the socket
   *     is of no use any more
   */
  void write(List<byte[]> frames, Consumer<@Nullable Throwable> done);

  /** Asks the client for a sign of life. */
  void ping();

  /** Ends the connection, with a reason that the client can act on. Must not block. */
  void close(CloseReason reason);

  /** Lets go of the socket at once, if it is still there. */
  void abort();
}
