package chat.gateway.presence;

import java.time.Duration;

/**
 * How a gateway takes part in presence.
 *
 * @param gather time for which changes of a session are gathered, so that a connect with all its
 *     rooms is one record for the trackers
 * @param lease time for which the trackers keep this gateway's sessions without a renewal
 * @param renewInterval time between two renewals, a third of the lease: two may fail
 * @param askInterval time between two queries while presence is not known
 * @param askPatience longest wait for the servers of a Redis Cluster
 * @param roomsPerSession largest number of rooms in which a session is present; further rooms are
 *     joined without presence
 * @param announceStep number of sessions that are announced at once after the trackers lost them
 * @param listed largest number of users in a room that its watchers see one by one; of a larger
 *     room they see the number of users
 * @param countInterval time between two updates of that number
 * @param rosterBytes heap that the users who are online may take; beyond it presence is unknown
 * @param rosterRetry time after which it is tried again whether they fit
 */
public record PresenceSettings(
    Duration gather,
    Duration lease,
    Duration renewInterval,
    Duration askInterval,
    Duration askPatience,
    int roomsPerSession,
    int announceStep,
    int listed,
    Duration countInterval,
    long rosterBytes,
    Duration rosterRetry) {

  /** What a gateway uses. */
  public static final PresenceSettings DEFAULT =
      new PresenceSettings(
          Duration.ofMillis(200),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          200,
          2000,
          200,
          Duration.ofSeconds(1),
          Runtime.getRuntime().maxMemory() / 2,
          Duration.ofMinutes(10));

  /** The same with another bound of the heap. */
  public PresenceSettings withRosterBytes(long bytes) {
    return new PresenceSettings(
        gather,
        lease,
        renewInterval,
        askInterval,
        askPatience,
        roomsPerSession,
        announceStep,
        listed,
        countInterval,
        bytes,
        rosterRetry);
  }
}
