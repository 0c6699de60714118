package chat.gateway.limits;

import java.time.Duration;

/**
 * How a gateway synchronizes its limits with Redis.
 *
 * @param sync time between two exchanges
 * @param atOnce largest number of users, rooms and addresses in one exchange; the rest follows in
 *     the next
 * @param timeout time that Redis has to answer
 * @param backOff pause after Redis did not answer in time
 */
record SyncTerms(Duration sync, int atOnce, Duration timeout, Duration backOff) {

  /** At ten exchanges a second, enough for ten thousand active users. */
  static final SyncTerms DEFAULT =
      new SyncTerms(Duration.ofMillis(100), 1000, Duration.ofMillis(50), Duration.ofSeconds(1));
}
