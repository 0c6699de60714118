package chat.gateway.history;

import chat.gateway.log.RoomLog;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the reactions that all look-ups read at a time, and so the memory that messages with very
 * many of them take. A look-up that would exceed it fails with {@code unavailable}.
 */
final class HeldReactions {

  /** About 64 bytes each; two and a half times a page of messages with as many as can be. */
  static final int MOST = 500_000;

  private final AtomicInteger held = new AtomicInteger();
  private final int most;

  HeldReactions(int most) {
    this.most = most;
  }

  /** What one look-up holds; its calls follow one another. */
  final class Share {
    private int taken;

    void takeOne() {
      if (held.incrementAndGet() > most) {
        held.decrementAndGet();
        throw RoomLog.unavailable();
      }
      taken++;
    }

    void giveBack() {
      held.addAndGet(-taken);
      taken = 0;
    }
  }

  /** The share of a look-up that begins. */
  Share share() {
    return new Share();
  }
}
