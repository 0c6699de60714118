package chat.gateway.security;

import chat.gateway.account.Edge;
import chat.infra.attacks.HostileHttp;

/** The same for the port of operators. */
class ManagementPortTest extends HostileHttp {

  @Override
  protected int port() {
    return Edge.shared().managementPort();
  }

  @Override
  protected String openPath() {
    return "/actuator/health/liveness";
  }
}
