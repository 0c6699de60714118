package chat.gateway.session;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.sockets.budget.SocketCounts;
import chat.sockets.fanout.UserConnections;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refuses sockets beyond the bounds of this gateway, an address or a user. Threads share it. */
final class SocketRefusals {

  private static final Duration LATER = Duration.ofSeconds(5);

  private final SocketCounts counts;
  private final UserConnections users;
  private final int perUser;

  SocketRefusals(SocketCounts counts, UserConnections users, int perUser) {
    this.counts = counts;
    this.users = users;
    this.perUser = perUser;
  }

  /** Counts a socket from now until its end. */
  SocketCounts.Counted open(String address) {
    return counts.open(address);
  }

  /** The refusal of another socket of an address; null if it is within the limits. */
  @Nullable Refusal refusal(String address) {
    SocketCounts.Excess excess = counts.excess(address);
    if (excess == null) {
      return null;
    }
    return switch (excess) {
      case SOCKETS ->
          later(ProblemCode.UNAVAILABLE, "This gateway has as many sockets as it takes");
      case UNCONNECTED ->
          later(ProblemCode.UNAVAILABLE, "Too many sockets here have not connected yet");
      case ADDRESS -> later(ProblemCode.RATE_LIMITED, "Your address has as many sockets as it may");
    };
  }

  /** The refusal of another socket of a user; null if it is within the limit. */
  @Nullable Refusal refusalOf(String user) {
    return users.count(user) >= perUser
        ? later(ProblemCode.RATE_LIMITED, "You have as many sockets as you may")
        : null;
  }

  private static Refusal later(ProblemCode code, String detail) {
    return Refusal.until(code, detail, LATER);
  }
}
