package chat.sockets.engineio;

/**
 * What a session's messages are taken by. Messages come one after the other; the end may be told by
 * any thread, also while a message is being taken or from within a send.
 */
public interface EngineListener {

  /** Takes a text. */
  void message(String text);

  /** Takes data. */
  void data(byte[] data);

  /** A sign of life came, or a while passed: a chance to see whether something is overdue. */
  default void check(long now) {}

  /** The session has ended; told once. Must not block. */
  void closed();

  /** Whether it is known whose the client is; for others less is held. */
  default boolean isKnown() {
    return true;
  }
}
