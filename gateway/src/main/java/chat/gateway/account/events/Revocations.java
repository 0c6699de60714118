package chat.gateway.account.events;

import chat.contract.log.RoomPartition;
import chat.contract.user.UserEvent;
import chat.contract.user.UserEvent.Sessions;
import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.SignIn;
import chat.sockets.fanout.UserConnections;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sign-ins that ended while access tokens of theirs have not expired. Each is kept in memory
 * until the last of its tokens has expired. Safe for use by several threads.
 */
public final class Revocations implements UserEventSink {

  /**
   * Maximum difference between the clocks of gateways: one that is behind accepts tokens longer, so
   * it remembers longer which have ended.
   */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(15);

  private final UserConnections connections;
  private final InstantSource clock;
  private final InstantSource steadyClock;
  private final Duration memory;
  private final Duration longest;
  private final Map<String, Instant> families = new ConcurrentHashMap<>();
  private final Map<String, UserEnd> users = new ConcurrentHashMap<>();
  private volatile Missing missing = new Missing(Set.of(), 1);

  /**
   * No revocations.
   *
   * @param clock the time of day, with which the times of events are compared
   * @param steadyClock measures how long a revocation is kept, also while the time of day is set
   * @param memory longest lifetime of an access token that was issued at a sign-in
   * @param longest longest lifetime of any access token, also of one that a service minted
   */
  public Revocations(
      UserConnections connections,
      InstantSource clock,
      InstantSource steadyClock,
      Duration memory,
      Duration longest) {
    this.connections = connections;
    this.clock = clock;
    this.steadyClock = steadyClock;
    this.memory = memory;
    this.longest = longest;
  }

  /** The partitions that could not be read: the revocations of their users are not known. */
  private record Missing(Set<Integer> numbers, int partitions) {}

  private record UserEnd(Sessions.Before sessions, Instant until) {

    boolean ends(SignIn signIn) {
      return signIn.issuedAt() <= sessions.issuedBefore()
          || (signIn.version() < sessions.version() && !signIn.family().equals(sessions.kept()));
    }

    UserEnd or(UserEnd other) {
      Sessions.Before later =
          other.sessions.version() > sessions.version() ? other.sessions : sessions;
      long issued = Math.max(sessions.issuedBefore(), other.sessions.issuedBefore());
      return new UserEnd(
          new Sessions.Before(later.version(), later.kept(), issued),
          until.isAfter(other.until) ? until : other.until);
    }
  }

  /** How long a revocation is kept at most. */
  public Duration memory() {
    return longest;
  }

  /** How long the end of one sign-in is kept. */
  public Duration familyMemory() {
    return memory;
  }

  /** Whether the revocations of a user are known. */
  public boolean isKnown(String user) {
    Missing current = missing;
    return current.numbers.isEmpty()
        || !current.numbers.contains(RoomPartition.of(user, current.partitions));
  }

  @Override
  public void missing(Set<Integer> numbers, int partitions) {
    missing = new Missing(numbers, partitions);
  }

  /** Whether a sign-in of a user has ended. The answer may be as old as the log is late. */
  public boolean isRevoked(String user, SignIn signIn) {
    UserEnd end = users.get(user);
    return families.containsKey(signIn.family()) || (end != null && end.ends(signIn));
  }

  @Override
  public void handle(UserEvent event) {
    Sessions ended = ended(event);
    if (ended == null) {
      return;
    }
    removeExpired();
    Instant now = steadyClock.instant();
    // First refuse, then close: a client that connects in between is refused.
    if (ended instanceof Sessions.Family family) {
      if (isRecent(event)) {
        families.put(family.id(), now.plus(memory).plus(CLOCK_SKEW));
      }
    } else if (ended instanceof Sessions.Before before) {
      users.merge(
          event.user(), new UserEnd(before, now.plus(longest).plus(CLOCK_SKEW)), UserEnd::or);
    }
    closeConnections(event.user());
  }

  /** Old events come at a start, when the tokens of a sign-in that ended long ago have expired. */
  private boolean isRecent(UserEvent event) {
    return Instant.ofEpochMilli(event.at()).plus(memory).plus(CLOCK_SKEW).isAfter(clock.instant());
  }

  private static @Nullable Sessions ended(UserEvent event) {
    if (event instanceof UserEvent.Revoked revoked) {
      return revoked.sessions();
    }
    return event instanceof UserEvent.Erased ? new Sessions.Before(Integer.MAX_VALUE, null) : null;
  }

  private void closeConnections(String user) {
    connections
        .signInsOf(user)
        .forEach(
            (connection, signIn) -> {
              if (isRevoked(user, signIn)) {
                connection.close(CloseReason.UNAUTHENTICATED);
              }
            });
  }

  private void removeExpired() {
    Instant now = steadyClock.instant();
    families.values().removeIf(now::isAfter);
    users.values().removeIf(end -> now.isAfter(end.until()));
  }
}
