package chat.gateway.limits;

import java.time.Duration;

/**
 * How a gateway shares with Redis what was taken.
 *
 * @param sync time between two exchanges
 * @param atOnce largest number of users, rooms and addresses in one exchange; the rest follows in
 *     the next
 * @param patience time that Redis has to answer
 * @param leaveAlone time for which Redis is not asked after it did not answer in time
 */
record SyncTerms(Duration sync, int atOnce, Duration patience, Duration leaveAlone) {

  /** At ten exchanges a second, ten thousand who do something each second. */
  static final SyncTerms DEFAULT =
      new SyncTerms(Duration.ofMillis(100), 1000, Duration.ofMillis(50), Duration.ofSeconds(1));
}
