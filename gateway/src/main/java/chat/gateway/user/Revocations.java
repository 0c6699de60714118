package chat.gateway.user;

import chat.contract.RoomPartition;
import chat.contract.UserEvent;
import chat.contract.UserEvent.Sessions;
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
 * Which sign-ins ended while access tokens of theirs are still good by themselves. Kept in memory,
 * as each needs to be known only until the last of those tokens has ended; so it holds as many as
 * end in that time. Threads may share it.
 */
public final class Revocations implements UserEventSink {

  private final UserConnections connections;
  private final InstantSource clock;
  private final Duration memory;
  private final Map<String, Instant> families = new ConcurrentHashMap<>();
  private final Map<String, UserEnd> users = new ConcurrentHashMap<>();
  private volatile Missing missing = new Missing(Set.of(), 1);

  /**
   * None yet.
   *
   * @param memory how long an access token can be good at most
   */
  public Revocations(UserConnections connections, InstantSource clock, Duration memory) {
    this.connections = connections;
    this.clock = clock;
    this.memory = memory;
  }

  /** The partitions of users of whom it is not known who ended which sign-ins. */
  private record Missing(Set<Integer> numbers, int partitions) {}

  private record UserEnd(Sessions.Before sessions, Instant until) {

    boolean ends(SignIn signIn) {
      return signIn.version() < sessions.version() && !signIn.family().equals(sessions.kept());
    }

    UserEnd or(UserEnd other) {
      boolean later = other.sessions.version() > sessions.version();
      return new UserEnd(
          later ? other.sessions : sessions, until.isAfter(other.until) ? until : other.until);
    }
  }

  /** How long a revocation has to be remembered. */
  public Duration memory() {
    return memory;
  }

  /** Whether it is known at all which sign-ins of a user have ended. */
  public boolean isKnown(String user) {
    Missing present = missing;
    return present.numbers.isEmpty()
        || !present.numbers.contains(RoomPartition.of(user, present.partitions));
  }

  @Override
  public void missing(Set<Integer> numbers, int partitions) {
    missing = new Missing(numbers, partitions);
  }

  /**
   * Whether a sign-in of a user has ended. That it has not may be late by the time the log takes.
   */
  public boolean isRevoked(String user, SignIn signIn) {
    UserEnd end = users.get(user);
    return families.containsKey(signIn.family()) || (end != null && end.ends(signIn));
  }

  @Override
  public void take(UserEvent event) {
    Sessions ended = ended(event);
    if (ended == null) {
      return;
    }
    forgetPast();
    Instant until = clock.instant().plus(memory);
    // First refuse, then close: who connects in between finds itself refused.
    if (ended instanceof Sessions.Family family) {
      families.put(family.id(), until);
    } else if (ended instanceof Sessions.Before before) {
      users.merge(event.user(), new UserEnd(before, until), UserEnd::or);
    }
    closeConnections(event.user());
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

  private void forgetPast() {
    Instant now = clock.instant();
    families.values().removeIf(now::isAfter);
    users.values().removeIf(end -> now.isAfter(end.until()));
  }
}
