package chat.sockets.engineio;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Handles the packets of a session's client, from both transports, one after the other. Its lock is
 * never acquired while the session's is held.
 */
final class Inbound {

  private static final int MALFORMED = 1002;
  private static final int NOT_NOW = 1008;

  private final EngineSession session;
  private final InstantSource clock;
  private final LongPredicate controlFrames;
  private final ReentrantLock lock = new ReentrantLock();

  Inbound(EngineSession session, EngineSettings settings, InstantSource clock) {
    this.session = session;
    this.clock = clock;
    this.controlFrames = settings.controlFrames().apply(clock.millis());
  }

  /**
   * Handles packets.
   *
   * @param from the WebSocket that they came by; null for a POST
   */
  void handle(List<IncomingPacket> packets, @Nullable FrameSocket from) {
    lock.lock();
    try {
      for (IncomingPacket packet : packets) {
        handle(packet, from);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Counts a ping or pong of WebSocket. Returns false if the session is ending. */
  boolean count(FrameSocket from) {
    lock.lock();
    try {
      return !session.isClosed() && countControlFrame(from);
    } finally {
      lock.unlock();
    }
  }

  private void handle(IncomingPacket packet, @Nullable FrameSocket from) {
    if (session.isClosed()) {
      return;
    }
    EngineListener handler = session.listener();
    switch (packet.type()) {
      case MESSAGE -> {
        if (packet.data() == null) {
          handler.message(packet.text());
        } else {
          handler.data(packet.data());
        }
      }
      case PONG -> {
        if (countControlFrame(from)) {
          session.answered();
        }
      }
      case NOOP -> countControlFrame(from);
      case CLOSE -> session.closedByClient();
      default -> reject(from, MALFORMED, "not a packet that a client sends");
    }
  }

  /** Counts a control frame, which no other limit counts. */
  private boolean countControlFrame(@Nullable FrameSocket from) {
    boolean fine = controlFrames.test(clock.millis());
    if (!fine) {
      reject(from, NOT_NOW, "too many control frames");
    }
    return fine;
  }

  private void reject(@Nullable FrameSocket from, int code, String reason) {
    if (from == null) {
      session.abort();
    } else {
      session.refuse(from, code, reason);
    }
  }
}
