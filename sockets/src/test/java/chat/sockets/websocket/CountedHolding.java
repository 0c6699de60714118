package chat.sockets.websocket;

/** Memory for one message at a time, of which it is known how much is held. */
final class CountedHolding implements FrameReader.Holding {

  int held;
  int most = Integer.MAX_VALUE;

  @Override
  public boolean hold(int bytes) {
    held += bytes;
    return held <= most;
  }

  @Override
  public void letGo() {
    held = 0;
  }
}
