package chat.gateway.log;

import java.time.Duration;

/**
 * Measures whether events arrive so fast that they should be gathered before the next request to
 * the broker. Thread-safe.
 */
final class Throughput {

  private static final long WINDOW_NANOS = Duration.ofMillis(100).toNanos();

  private final int threshold;
  private long windowStart; // guarded by this
  private int count; // guarded by this
  private boolean wasHigh; // guarded by this

  /**
   * Counts events from now on.
   *
   * @param threshold number of events per second from which the rate is high
   * @param now as {@link System#nanoTime}
   */
  Throughput(int threshold, long now) {
    this.threshold =
        Math.max(1, (int) (threshold * WINDOW_NANOS / Duration.ofSeconds(1).toNanos()));
    this.windowStart = now;
  }

  /**
   * Counts an event.
   *
   * @return whether the rate is high, in the last complete tenth of a second or in this one
   */
  boolean count(long now) {
    return count(1, now);
  }

  /** The same for some events at once. */
  synchronized boolean count(int events, long now) {
    long elapsed = now - windowStart;
    if (elapsed >= WINDOW_NANOS) {
      wasHigh = count >= threshold && elapsed < 2 * WINDOW_NANOS;
      windowStart = now;
      count = 0;
    }
    count += events;
    return wasHigh || count >= threshold;
  }
}
