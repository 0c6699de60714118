package chat.sockets.fanout;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one client's socket. Called only by the thread of the connection's shard, and must not
 * block it.
 */
public interface Outlet {

  /** The encoding of its frames; one object for all outlets with the same encoding. */
  WireFormat format();

  /**
   * Writes frames. The next call comes only after this one is done.
   *
   * @param bytes the frames in the outlet's format, in order; shared by many outlets, not to be
   *     changed, but position and limit are the outlet's own
   * @param batch the same frames, for an outlet that encodes them itself
   * @param done called once, by any thread, also before this returns; with the error if the socket
   *     failed
   */
  void write(ByteBuffer bytes, Batch batch, Consumer<@Nullable Throwable> done);

  /** Closes the socket after the close frame was written. */
  void end();

  /** Closes the socket now, if it is still open. */
  void abort();
}
