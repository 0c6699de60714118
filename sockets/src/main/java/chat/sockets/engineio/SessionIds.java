package chat.sockets.engineio;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Names sessions. Who knows a session's name is taken for its client, so they can't be guessed. */
public interface SessionIds {

  /** A new name, of letters, digits, {@code -} and {@code _}. */
  String next();

  /** The address of the gateway that has the session, if it is another one; null if unknown. */
  default @Nullable URI elsewhere(String sid) {
    return null;
  }
}
