package chat.upload;

import chat.infra.attacks.EarlyStopContract;

class EarlyStopTest extends EarlyStopContract {

  EarlyStopTest() {
    super(UploadApplication.class);
  }
}
