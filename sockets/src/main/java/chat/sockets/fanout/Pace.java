package chat.sockets.fanout;

import java.time.Duration;

/**
 * The time that a shard rests after a round of writes, so that more frames go into the next writes.
 * A write to a socket costs the kernel the same for one event as for ten, so the rest is
 * proportional to the time that the round took. After a quick round, or none, there is hardly any
 * rest: a shard with little to do adds no latency.
 *
 * @param factor the rest as a multiple of the time of the round; 0 for no rest
 * @param most the longest rest
 */
record Pace(int factor, Duration most) {

  /** The rest after a round of writes that took this number of nanoseconds. */
  long restNanos(long writingNanos) {
    return Math.min(factor * writingNanos, most.toNanos());
  }
}
