package chat.gateway.session;

import chat.edge.problem.Refusal;
import chat.gateway.account.token.SignedIn;
import chat.sockets.budget.Rate;
import chat.sockets.fanout.Connection;
import org.springframework.stereotype.Component;

/** Opens clients' sessions for all protocols. */
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

  /**
   * Checks whether a user may have one more connection.
   *
   * @throws chat.edge.problem.Refusal if not
   */
  public void check(SignedIn user) {
    Refusal refusal = services.refusals().refusalOf(user.user().id());
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Opens a session for a verified user, on a connection that is counted already. */
  public ClientSession open(Connection connection, SignedIn user) {
    return new ClientSession(connection, services, user, () -> {}, true);
  }
}
