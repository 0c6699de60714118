package chat.gateway.session;

import chat.edge.problem.Refusal;
import chat.gateway.account.token.SignedIn;
import chat.sockets.budget.Rate;
import chat.sockets.fanout.Connection;
import org.springframework.stereotype.Component;

/** Opens clients' sessions, whatever they are connected by. */
@Component
public final class ClientSessions {

  private final SessionServices services;

  ClientSessions(SessionServices services) {
    this.services = services;
  }

  /** The maximum rate of control frames of one client. */
  public Rate controlFrames() {
    return SocketSettings.CONTROL_FRAMES;
  }

  /** How many connections there may be; those of Socket.IO are counted by themselves. */
  public SocketLimits limits() {
    return services.counts().limits();
  }

  /**
   * Checks whether there may be one more.
   *
   * @throws chat.edge.problem.Refusal if there are as many as there may be, in all, from that
   *     address or of that user
   */
  public void check(String address, SignedIn user) {
    Refusal refusal = services.counts().refusal(address);
    if (refusal == null) {
      refusal = services.counts().refusalOf(user.user().id());
    }
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Opens a session for a verified user, at an address. */
  public ClientSession open(Connection connection, String address, SignedIn user) {
    Runnable whenConnected = services.counts().opened(address, connection);
    return new ClientSession(connection, services, user, whenConnected, true);
  }
}
