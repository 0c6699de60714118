package chat.infra.prove.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Random waits that double with each failure. */
final class Backoff {

  private static final int MOST_DOUBLINGS = 16;

  private final RandomGenerator random;
  private final long baseMillis;
  private final long maxMillis;
  private int failures;

  Backoff(RandomGenerator random, Duration base, Duration max) {
    this.random = random;
    this.baseMillis = base.toMillis();
    this.maxMillis = max.toMillis();
  }

  void reset() {
    failures = 0;
  }

  void atLeast(int count) {
    failures = Math.max(failures, count);
  }

  /** The wait after a further failure: full jitter. */
  long nextMillis() {
    long most = Math.min(maxMillis, baseMillis << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    return random.nextLong(most + 1);
  }
}
