package chat.sockets.engineio;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Names sessions. Who knows a session's name is taken for its client, so they can't be guessed. */
public interface SessionIds {

  /** A new name, of letters, digits, {@code -} and {@code _}. */
  String next();

  /** Where the session of that name is served, if that is elsewhere; null if that is unknown. */
  default @Nullable URI elsewhere(String sid) {
    return null;
  }
}
