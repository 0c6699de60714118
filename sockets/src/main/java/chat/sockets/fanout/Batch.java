package chat.sockets.fanout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frames of one write, one by one. Not to be kept: their memory counts until the write. */
public interface Batch {

  /** The frames in order. */
  List<Frame> frames();

  /** Why the connection ends with the last of them; null if it does not. */
  @Nullable CloseReason closeReason();
}
