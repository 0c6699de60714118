package chat.sockets.fanout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one write, one by one. Must not be kept, because their memory counts only until the
 * write.
 */
public interface Batch {

  /** The frames in order. */
  List<Frame> frames();

  /** The reason of a close frame at the end; null if there is none. */
  @Nullable CloseReason closeReason();
}
