package chat.gateway.log;

import java.time.Duration;

/**
 * The pauses of the feed between its polls. At a high rate it lets records gather before the next
 * poll, because a fetch costs the broker and this process far more than a record in it. For one
 * thread.
 *
 * <p>After each poll Kafka's consumer asks for more at once, and the broker answers with the first
 * record that comes. So the first poll after a pause has only what came at its beginning, and asks
 * for the rest. The second poll gets that; the feed pauses after it.
 */
final class FeedPace {

  /** Records per second from which they are gathered. */
  private static final int MANY = 250;

  /**
   * Number of records in a poll from which the feed is behind, so the next poll follows at once.
   */
  private static final int BEHIND = 500;

  private final Throughput throughput;

  /** Whether the feed has paused before the last poll. */
  private boolean paused;

  /**
   * Paces polls from now on.
   *
   * @param now as {@link System#nanoTime}
   */
  FeedPace(long now) {
    this.throughput = new Throughput(MANY, now);
  }

  /** The pause after a poll with a number of records. */
  Duration after(int polled, long now) {
    Duration gather = polled > 0 ? throughput.gather(polled, now) : Duration.ZERO;
    paused = !paused && polled < BEHIND && !gather.isZero();
    return paused ? gather.multipliedBy(3).dividedBy(2) : Duration.ZERO;
  }
}
