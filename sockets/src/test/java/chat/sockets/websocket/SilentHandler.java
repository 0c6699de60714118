package chat.sockets.websocket;

import chat.sockets.fanout.CloseReason;
import java.time.Duration;

/** A handler of a socket whose client sends nothing that matters. */
class SilentHandler implements WebSocketHandler {

  @Override
  public boolean isKnown() {
    return true;
  }

  @Override
  public int maxMessage() {
    return 1000;
  }

  @Override
  public Duration idleTimeout() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void text(String text) {}

  @Override
  public void data(byte[] data) {}

  @Override
  public boolean acceptsControlFrame() {
    return true;
  }

  @Override
  public void sendPong(byte[] payload) {}

  @Override
  public void closedByClient(byte[] payload) {}

  @Override
  public void broken(CloseReason reason) {}

  @Override
  public void whenCapacity(Runnable readMore) {
    readMore.run();
  }

  @Override
  public void evicted() {}

  @Override
  public void gone() {}
}
