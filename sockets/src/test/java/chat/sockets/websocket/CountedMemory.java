package chat.sockets.websocket;

/** Memory for one message at a time, of which it is known how much is held. */
final class CountedMemory implements FrameReader.Memory {

  int held;
  int most = Integer.MAX_VALUE;

  @Override
  public boolean reserve(int bytes) {
    held += bytes;
    return held <= most;
  }

  @Override
  public void release() {
    held = 0;
  }
}
