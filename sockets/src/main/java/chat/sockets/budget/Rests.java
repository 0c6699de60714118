package chat.sockets.budget;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the processor time of one kind of work to half of one processor: after each piece of it,
 * as much time passes as the piece took. Thread-safe.
 */
public final class Rests {

  /** The longest rest, so that a client does not consider its server dead. */
  static final Duration LONGEST = Duration.ofSeconds(1);

  private final AtomicLong end;

  /**
   * Creates a limit that has counted no work.
   *
   * @param now the time, as {@link System#nanoTime}
   */
  public Rests(long now) {
    this.end = new AtomicLong(now);
  }

  /**
   * Counts a piece of work, and returns the time from its end until the next piece may begin.
   *
   * @param begun when it began, as {@link System#nanoTime}
   * @param ended when it ended
   * @return nanoseconds, at most {@link #LONGEST}
   */
  public long after(long begun, long ended) {
    long took = ended - begun;
    return end.updateAndGet(
            free -> ended + Math.min(LONGEST.toNanos(), Math.max(0, free - ended) + took))
        - ended;
  }
}
