package chat.sockets.engineio;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a session's client sends, one packet after the other, whichever transport brings it.
 * Its lock is never taken while holding the session's.
 */
final class Inbound {

  private static final int MALFORMED = 1002;
  private static final int NOT_NOW = 1008;

  private final EngineSession session;
  private final InstantSource clock;
  private final LongPredicate signsOfLife;
  private final ReentrantLock lock = new ReentrantLock();

  Inbound(EngineSession session, EngineSettings settings, InstantSource clock) {
    this.session = session;
    this.clock = clock;
    this.signsOfLife = settings.signsOfLife().apply(clock.millis());
  }

  /**
   * Takes packets.
   *
   * @param from the WebSocket that brought them; null for a POST
   */
  void take(List<Incoming> packets, @Nullable FrameSocket from) {
    lock.lock();
    try {
      for (Incoming packet : packets) {
        take(packet, from);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Counts a WebSocket's own ping or pong; false if the client is sent away, or was before. */
  boolean count(FrameSocket from) {
    lock.lock();
    try {
      return !session.isClosed() && isOneMoreFine(from);
    } finally {
      lock.unlock();
    }
  }

  private void take(Incoming packet, @Nullable FrameSocket from) {
    if (session.isClosed()) {
      return;
    }
    EngineListener taker = session.taker();
    taker.heard();
    switch (packet.type()) {
      case MESSAGE -> {
        if (packet.data() == null) {
          taker.message(packet.text());
        } else {
          taker.data(packet.data());
        }
      }
      case PONG -> {
        if (isOneMoreFine(from)) {
          session.answered();
        }
      }
      case NOOP -> isOneMoreFine(from);
      case CLOSE -> session.closedByClient();
      default -> sendAway(from, MALFORMED, "not a packet that a client sends");
    }
  }

  /** Counts a sign of life: these are no messages, so no other limit counts them. */
  private boolean isOneMoreFine(@Nullable FrameSocket from) {
    boolean fine = signsOfLife.test(clock.millis());
    if (!fine) {
      sendAway(from, NOT_NOW, "too many signs of life");
    }
    return fine;
  }

  private void sendAway(@Nullable FrameSocket from, int code, String reason) {
    if (from == null) {
      session.abort();
    } else {
      session.refuse(from, code, reason);
    }
  }
}
