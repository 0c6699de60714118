package chat.writer;

import chat.infra.attacks.EarlyStopContract;

class EarlyStopTest extends EarlyStopContract {

  EarlyStopTest() {
    super(WriterApplication.class);
  }
}
