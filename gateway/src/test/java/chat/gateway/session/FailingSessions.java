package chat.gateway.session;

import chat.sockets.budget.SocketCounts;
import chat.sockets.fanout.UserConnections;

/** Sessions that can't be opened, as the services that they need are missing. */
public final class FailingSessions {

  private FailingSessions() {}

  public static ClientSessions create() {
    SocketRefusals refusals =
        new SocketRefusals(new SocketCounts(10, 10, 10), new UserConnections(), 10);
    return new ClientSessions(
        new SessionServices(
            missing(), missing(), missing(), missing(), missing(), missing(), missing(), missing(),
            missing(), missing(), refusals, missing(), missing(), missing(), missing(), missing(),
            missing(), missing(), missing()));
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // to fail when it is used
  private static <T> T missing() {
    return null;
  }
}
