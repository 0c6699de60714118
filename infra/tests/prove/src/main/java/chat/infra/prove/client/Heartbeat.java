package chat.infra.prove.client;

import java.time.Duration;

/** Decides when to ask a socket for a sign of life, and when it is dead. */
final class Heartbeat {

  private static final long ANSWER_NANOS = Duration.ofSeconds(10).toNanos();

  private long pingNanos = Duration.ofSeconds(25).toNanos();
  private long heardAt;
  private long askedAt;

  /** What to do now. */
  enum Step {
    WAIT,
    ASK,
    GIVE_UP
  }

  /** Sets the time without frames after which it asks. */
  void every(Duration ping) {
    pingNanos = ping.toNanos();
  }

  /** A frame came, or a socket was opened. */
  void heard(long now) {
    heardAt = now;
    askedAt = 0;
  }

  Step next(long now) {
    if (askedAt != 0) {
      return now - askedAt > ANSWER_NANOS ? Step.GIVE_UP : Step.WAIT;
    }
    if (now - heardAt <= pingNanos) {
      return Step.WAIT;
    }
    askedAt = now;
    return Step.ASK;
  }
}
