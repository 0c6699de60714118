package chat.sockets.engineio;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Makes session ids. A request with an id counts as its client's, so ids can't be guessed. */
public interface SessionIds {

  /** A new id of letters, digits, {@code -} and {@code _}. */
  String next();

  /** The address of the session's gateway if it is another one; else null. */
  default @Nullable URI elsewhere(String sid) {
    return null;
  }
}
