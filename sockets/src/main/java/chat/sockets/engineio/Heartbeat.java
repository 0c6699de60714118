package chat.sockets.engineio;

/**
 * Decides when a client gets a ping, and when it has been silent for too long. Guarded by its
 * session.
 */
final class Heartbeat {

  private final EngineSettings settings;
  private boolean asked;
  private long askDue;
  private long answerDue;

  Heartbeat(EngineSettings settings, long now) {
    this.settings = settings;
    this.askDue = now + settings.pingInterval().toMillis();
  }

  /** Whether the client has to be asked now; then it counts as asked. */
  boolean isDue(long now) {
    if (asked || now < askDue) {
      return false;
    }
    asked = true;
    long timeout = settings.pingTimeout().toMillis();
    // The answer is due at the announced time, unless the ping itself was late.
    boolean heldUp = now - askDue > timeout / 2;
    answerDue = (heldUp ? now : askDue) + timeout;
    return true;
  }

  /** Whether the client was asked and has not answered in time. */
  boolean isSilent(long now) {
    return asked && now >= answerDue;
  }

  void answered(long now) {
    if (asked) {
      asked = false;
      askDue = now + settings.pingInterval().toMillis();
    }
  }
}
