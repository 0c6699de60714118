package chat.presence;

import chat.infra.attacks.EarlyStopContract;

class EarlyStopTest extends EarlyStopContract {

  EarlyStopTest() {
    super(TrackerApplication.class);
  }
}
