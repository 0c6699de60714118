package chat.sockets.engineio;

/** Decides when a client gets a ping, and when its answer is overdue. Guarded by its session. */
final class Heartbeat {

  private final EngineSettings settings;
  private boolean asked;
  private long askDue;
  private long answerDue;

  Heartbeat(EngineSettings settings, long now) {
    this.settings = settings;
    this.askDue = now + settings.pingInterval().toMillis();
  }

  /** Whether a ping is due; if so, the caller sends it. */
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

  /** Whether the client has not answered a ping in time. */
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
