package chat.sockets.engineio;

/**
 * Handles a session's messages, one after the other. Any thread may report the end, also while a
 * message is being handled or from within a send.
 */
public interface EngineListener {

  /** Handles a text. */
  void message(String text);

  /** Handles data. */
  void data(byte[] data);

  /** Does due work; called several times a second. */
  default void check(long now) {}

  /** The session has ended. Called once; must not block. */
  void closed();

  /** Whether the client is authenticated; others share less memory. */
  default boolean isKnown() {
    return true;
  }
}
