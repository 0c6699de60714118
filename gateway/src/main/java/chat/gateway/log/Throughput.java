package chat.gateway.log;

import java.time.Duration;

/**
 * Measures how fast events arrive, and so how long they should be gathered before the next request
 * to the broker: a request costs the broker and this process far more than a record in it, and what
 * they save shortens the wait of all messages on a full machine. Thread-safe.
 */
final class Throughput {

  private static final long WINDOW_NANOS = Duration.ofMillis(100).toNanos();

  /** For a rate of the threshold or more: fewer requests, and messages are hardly later. */
  private static final Duration SHORT = Duration.ofMillis(3);

  /** For a rate at which a request would have few records after the short time. */
  private static final Duration LONG = Duration.ofMillis(8);

  /** Of so many times the threshold is the rate from which the long time pays. */
  private static final int MANY_TIMES = 3;

  private final int threshold;
  private long windowStart; // guarded by this
  private int count; // guarded by this
  private int last; // the count of the window before if it is still valid; guarded by this

  /**
   * Counts events from now on.
   *
   * @param threshold number of events per second from which they are gathered
   * @param now as {@link System#nanoTime}
   */
  Throughput(int threshold, long now) {
    this.threshold =
        Math.max(1, (int) (threshold * WINDOW_NANOS / Duration.ofSeconds(1).toNanos()));
    this.windowStart = now;
  }

  /**
   * Counts events that arrived at once.
   *
   * @return the time to gather events, by the rate of the last complete tenth of a second or of
   *     this one; zero while the rate is low
   */
  synchronized Duration gather(int events, long now) {
    long elapsed = now - windowStart;
    if (elapsed >= WINDOW_NANOS) {
      last = elapsed < 2 * WINDOW_NANOS ? count : 0;
      windowStart = now;
      count = 0;
    }
    count += events;
    int times = Math.max(last, count) / threshold;
    if (times == 0) {
      return Duration.ZERO;
    }
    return times < MANY_TIMES ? SHORT : LONG;
  }
}
