package chat.sockets.websocket;

import org.jspecify.annotations.Nullable;

/**
 * Which pings are answered. While a pong has yet to be written, the client is given another only
 * for the last of the pings that follow (RFC 6455, 5.5.3): who asks and takes no answers is not
 * kept a queue of them, each of which would cost us fifty times what it counts for. A pong that is
 * handed over just as a write begins may be taken for part of it, so a write can leave one more
 * behind. Threads may share it.
 */
final class Pongs {

  private boolean underWay;
  private boolean beingWritten;
  private byte @Nullable [] last;

  /** A ping has come. Returns whether to answer it now. */
  synchronized boolean isDue(byte[] payload) {
    if (underWay) {
      last = payload;
      return false;
    }
    underWay = true;
    return true;
  }

  /** A write begins, with what was handed over before. */
  synchronized void writing() {
    beingWritten = underWay;
  }

  /**
   * What was being written has been taken.
   *
   * @return what the last ping since said, which is to be answered now; null if there is none
   */
  synchronized byte @Nullable [] written() {
    if (!beingWritten) {
      return null;
    }
    byte[] next = last;
    beingWritten = false;
    underWay = next != null;
    last = null;
    return next;
  }
}
