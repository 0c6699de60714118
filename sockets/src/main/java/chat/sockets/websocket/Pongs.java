package chat.sockets.websocket;

import org.jspecify.annotations.Nullable;

/**
 * Decides which pings are answered. While a pong waits to be written, only the last of the pings
 * that follow is answered (RFC 6455, 5.5.3). So a client that reads nothing gets no queue of pongs,
 * each of which takes fifty times the bytes that it counts for. A pong that is queued just as a
 * write begins may count as part of it, so a write can leave one more pong queued. Thread-safe.
 */
final class Pongs {

  private boolean underWay;
  private boolean beingWritten;
  private byte @Nullable [] last;

  /** Records a ping. Returns whether to answer it now. */
  synchronized boolean isDue(byte[] payload) {
    if (underWay) {
      last = payload;
      return false;
    }
    underWay = true;
    return true;
  }

  /** A write begins, with the frames queued before. */
  synchronized void writing() {
    beingWritten = underWay;
  }

  /**
   * The write has ended.
   *
   * @return the payload of the last ping since, to be answered now; null if there is none
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
