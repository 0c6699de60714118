package chat.sockets.fanout;

import java.time.Duration;

/**
 * How long a shard rests after it has written, so that more goes into its next writes. A write to a
 * socket costs the kernel the same for one event as for ten; so the longer a round of writes took,
 * the longer what comes next may pile up. After a round that was quick, or none, there is no rest:
 * a shard with little to do adds no latency.
 *
 * @param factor how many times as long as it wrote a shard rests; 0 for never
 * @param most the longest rest
 */
record Pace(int factor, Duration most) {

  /** After a round of writes that took so long. */
  long restNanos(long writingNanos) {
    return Math.min(factor * writingNanos, most.toNanos());
  }
}
