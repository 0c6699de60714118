package chat.gateway.engineio;

/** Names sessions. Who knows a session's name is taken for its client, so they can't be guessed. */
public interface SessionNames {

  /** A new name, of letters, digits, {@code -} and {@code _}. */
  String next();
}
