package chat.gateway.security;

import chat.gateway.account.TestGateway;
import chat.infra.attacks.HostileHttp;

/** Hostile input at the port of operators. */
class ManagementPortTest extends HostileHttp {

  @Override
  protected int port() {
    return TestGateway.shared().managementPort();
  }

  @Override
  protected String openPath() {
    return "/actuator/health/liveness";
  }
}
