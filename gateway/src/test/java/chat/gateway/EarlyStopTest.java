package chat.gateway;

import chat.infra.attacks.EarlyStopContract;

class EarlyStopTest extends EarlyStopContract {

  EarlyStopTest() {
    super(GatewayApplication.class);
  }
}
