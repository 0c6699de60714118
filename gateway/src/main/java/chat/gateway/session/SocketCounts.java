package chat.gateway.session;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.UserConnections;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many sockets there are, in all and of whom, and whether there may be one more. Handshakes
 * that are under way are not counted yet, so it may become as many more as there are threads that
 * take them. Threads share it.
 */
final class SocketCounts {

  private static final Duration LATER = Duration.ofSeconds(5);

  private final SocketLimits limits;
  private final UserConnections users;
  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger unconnected = new AtomicInteger();
  private final Map<String, Integer> addresses = new ConcurrentHashMap<>();

  /**
   * No sockets yet.
   *
   * @param heap how many bytes this process may have, which bounds how many sockets
   */
  SocketCounts(SocketLimits limits, UserConnections users, long heap) {
    this.limits = limits;
    this.most = limits.mostSockets(heap);
    this.users = users;
  }

  SocketLimits limits() {
    return limits;
  }

  /** Why an address can't have another socket; null if it can. */
  @Nullable Refusal refusal(String address) {
    if (open.get() >= most) {
      return later(ProblemCode.UNAVAILABLE, "This gateway has as many sockets as it takes");
    }
    if (unconnected.get() >= limits.unconnected()) {
      return later(ProblemCode.UNAVAILABLE, "Too many sockets here have not connected yet");
    }
    return addresses.getOrDefault(address, 0) >= limits.perAddress()
        ? later(ProblemCode.RATE_LIMITED, "Your address has as many sockets as it may")
        : null;
  }

  /** Why a user can't have another socket; null if they can. */
  @Nullable Refusal refusalOf(String user) {
    return users.count(user) >= limits.perUser()
        ? later(ProblemCode.RATE_LIMITED, "You have as many sockets as you may")
        : null;
  }

  /**
   * Counts a socket from now until its end.
   *
   * @return to be run when it is known whose it is
   */
  Runnable opened(String address, Connection connection) {
    AtomicBoolean isUnconnected = new AtomicBoolean(true);
    Runnable connected =
        () -> {
          if (isUnconnected.compareAndSet(true, false)) {
            unconnected.decrementAndGet();
          }
        };
    open.incrementAndGet();
    unconnected.incrementAndGet();
    addresses.merge(address, 1, Integer::sum);
    connection.whenEnded(
        () -> {
          open.decrementAndGet();
          connected.run();
          addresses.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        });
    return connected;
  }

  private static Refusal later(ProblemCode code, String detail) {
    return Refusal.until(code, detail, LATER);
  }
}
