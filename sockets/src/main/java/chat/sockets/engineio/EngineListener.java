package chat.sockets.engineio;

/**
 * Handles a session's messages. Messages come one after the other; any thread may call the end,
 * also while a message is being handled or from within a send.
 */
public interface EngineListener {

  /** Handles a text. */
  void message(String text);

  /** Handles data. */
  void data(byte[] data);

  /** Checks whether anything is overdue; called several times a second. */
  default void check(long now) {}

  /** The session has ended; told once. Must not block. */
  void closed();

  /** Whether it is known whose the client is; for others less is held. */
  default boolean isKnown() {
    return true;
  }
}
