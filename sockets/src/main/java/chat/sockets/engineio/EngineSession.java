package chat.sockets.engineio;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client, whatever it is connected by. It begins with polling or with a WebSocket; polling may
 * give way to a WebSocket, in order and without a packet lost.
 *
 * <p>May be used by any thread: the object's own lock guards its state, and nothing that is done
 * under it blocks. Messages are taken under another lock, which is never taken while holding this
 * one, so that a slow message does not block sending.
 */
public final class EngineSession {

  private static final Outgoing CLOSE = Outgoing.text("1");
  private static final Outgoing PING = Outgoing.text("2");
  private static final Outgoing NOOP = Outgoing.text("6");
  private static final int NORMAL = 1000;
  private static final int MALFORMED = 1002;
  private static final int NOT_NOW = 1008;

  private final String sid;
  private final String address;
  private final EngineSettings settings;
  private final InstantSource clock;
  private final Line line;
  private final Heartbeat heartbeat;
  private final Inbound inbound;
  private @Nullable EngineListener listener;
  private boolean posting;
  private boolean closed;
  private long waitingBytes;
  private long overAt;

  EngineSession(String sid, String address, EngineSettings settings, InstantSource clock) {
    this.sid = sid;
    this.address = address;
    this.settings = settings;
    this.clock = clock;
    this.line = new Line(settings, this::lose);
    this.heartbeat = new Heartbeat(settings, clock.millis());
    this.inbound = new Inbound(this, settings, clock);
  }

  /** Its name, which a client that knows it is taken for its own. */
  public String sid() {
    return sid;
  }

  /** Whether it is known whose it is. */
  boolean isKnown() {
    return listener != null && listener.isKnown();
  }

  /** Where its client was when it opened it. */
  public String address() {
    return address;
  }

  /** Whether it has ended. */
  public synchronized boolean isClosed() {
    return closed;
  }

  void begin(EngineListener taker) {
    listener = taker;
  }

  /**
   * Sends packets, after those of earlier calls; blocks nowhere. A client that is too far behind is
   * let go.
   *
   * @param done called once, by any thread, when they have been handed to the network; with the
   *     error if the session has ended
   */
  public void send(List<Outgoing> packets, Consumer<@Nullable Throwable> done) {
    long bytes = packets.stream().mapToLong(packet -> packet.bytes().length).sum();
    send(bytes, counted -> line.put(packets, counted), done);
  }

  /** Sends packets that many are sent, like others. */
  public void send(Packets packets, Consumer<@Nullable Throwable> done) {
    send(packets.frames().remaining(), counted -> line.put(packets, counted), done);
  }

  private void send(
      long bytes,
      Consumer<Consumer<@Nullable Throwable>> putting,
      Consumer<@Nullable Throwable> done) {
    boolean ended;
    synchronized (this) {
      ended = closed;
      if (!ended && waitingBytes + bytes <= settings.maxWaiting(isKnown())) {
        waitingBytes += bytes;
        putting.accept(error -> sent(bytes, error, done));
        return;
      }
    }
    if (!ended) {
      abort();
    }
    done.accept(new IllegalStateException("the session has ended"));
  }

  /** Sends a packet. */
  public void send(Outgoing packet) {
    send(List.of(packet), Line::unnoticed);
  }

  /**
   * Ends the session after what was sent before.
   *
   * @param code why, as a WebSocket tells it
   * @param reason for people
   */
  public void close(int code, String reason) {
    end(() -> line.end(code, reason, CLOSE));
  }

  /** Ends the session at once, whatever waits for the client. */
  public void abort() {
    end(
        () -> {
          line.drop();
          line.abort(CLOSE);
          overAt = 0;
        });
  }

  // What transports tell.

  /**
   * A client's GET.
   *
   * @return false if it is none that the session waits for; a second one at a time ends the session
   */
  boolean poll(Poll asked) {
    synchronized (this) {
      if (closed) {
        return part(asked);
      }
      if (line.socket() != null) {
        return false;
      }
      if (line.hold(asked, clock.millis())) {
        return true;
      }
    }
    abort();
    return false;
  }

  /**
   * A client's POST begins.
   *
   * @return false if it may not; a second one at a time ends the session
   */
  boolean beginPost() {
    synchronized (this) {
      if (closed || line.socket() != null) {
        return false;
      }
      if (!posting) {
        posting = true;
        return true;
      }
    }
    abort();
    return false;
  }

  /** How many packets a POST may bring. */
  int maxPackets() {
    return settings.maxPackets();
  }

  /** A POST has ended, with these packets. */
  void endPost(List<Incoming> packets) {
    inbound.take(packets, null);
    synchronized (this) {
      posting = false;
    }
  }

  /** A WebSocket that the session begins with. */
  synchronized void connected(FrameSocket opened) {
    line.connect(opened);
  }

  /** A WebSocket that wants to replace polling. */
  void upgrading(FrameSocket opened) {
    synchronized (this) {
      if (!closed && line.admit(opened, clock.millis())) {
        return;
      }
    }
    opened.close(NOT_NOW, "the session has its socket");
  }

  /** A packet from a WebSocket. */
  void take(FrameSocket from, Incoming packet) {
    if (isCurrent(from)) {
      inbound.take(List.of(packet), from);
    } else if (!isCandidate(from)) {
      from.abort(); // It was told to go.
    } else if (packet.type() == PacketType.PING && packet.text().equals("probe")) {
      probe(from);
    } else if (packet.type() == PacketType.UPGRADE) {
      upgrade(from);
    } else {
      dismiss(from, MALFORMED, "a probe is expected");
    }
  }

  /** Counts a WebSocket's own ping or pong; false if the client is sent away, or was before. */
  boolean count(FrameSocket from) {
    if (isCurrent(from) || isCandidate(from)) {
      return inbound.count(from);
    }
    from.abort(); // It was told to go.
    return false;
  }

  /** What a WebSocket sent is none, or too large. */
  void refuse(FrameSocket from, int code, String reason) {
    if (isCurrent(from)) {
      end(
          () -> {
            line.drop();
            from.close(code, reason);
          });
    } else if (isCandidate(from)) {
      dismiss(from, code, reason);
    } else {
      from.abort();
    }
  }

  /** A WebSocket is gone. */
  void disconnected(FrameSocket gone) {
    synchronized (this) {
      line.forget(gone);
      if (gone != line.socket()) {
        return;
      }
      overAt = 0;
    }
    end(
        () -> {
          line.drop();
          overAt = 0;
        });
  }

  /**
   * Does what is due.
   *
   * @return whether the session is over and can be forgotten
   */
  boolean check(long now) {
    boolean silent;
    synchronized (this) {
      if (closed) {
        return isOver(now);
      }
      line.check(now);
      silent = heartbeat.isSilent(now);
      if (heartbeat.isDue(now)) {
        line.put(PING);
      }
    }
    if (silent) {
      abort();
    } else {
      taker().check(now);
    }
    return false;
  }

  // Under the lock.

  /** A late client gets what was left for it, once. */
  private boolean part(Poll asked) {
    long now = clock.millis();
    return !line.isFetched() && !isOver(now) && line.hold(asked, now);
  }

  private boolean isOver(long now) {
    if (overAt == Long.MAX_VALUE) {
      overAt = now + settings.closeTimeout().toMillis();
    }
    boolean over = now >= overAt || line.isFetched();
    FrameSocket socket = line.socket();
    if (over && socket != null) {
      socket.abort();
    }
    return over;
  }

  private synchronized boolean isCurrent(FrameSocket asked) {
    return asked == line.socket();
  }

  private synchronized boolean isCandidate(FrameSocket asked) {
    return line.isCandidate(asked);
  }

  private synchronized void probe(FrameSocket from) {
    if (!closed && !line.probe(from, clock.millis())) {
      line.dismiss(from, MALFORMED, "one probe is expected");
    }
  }

  private synchronized void upgrade(FrameSocket to) {
    if (closed || !line.upgrade(to)) {
      line.dismiss(to, MALFORMED, "a probe is expected");
    }
  }

  private synchronized void dismiss(FrameSocket from, int code, String reason) {
    line.dismiss(from, code, reason);
  }

  /** The client gave the sign of life that it was asked for. */
  synchronized void answered() {
    heartbeat.answered(clock.millis());
  }

  // Not under the lock.

  private void end(Runnable parting) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      overAt = Long.MAX_VALUE;
      parting.run();
      line.dismissCandidate();
    }
    taker().closed();
  }

  private void sent(long bytes, @Nullable Throwable error, Consumer<@Nullable Throwable> done) {
    synchronized (this) {
      waitingBytes -= bytes;
    }
    done.accept(error);
    lose(error);
  }

  /** What a client did not get is missing in its order. */
  private void lose(@Nullable Throwable error) {
    if (error != null) {
      abort();
    }
  }

  /** The client says goodbye; its POST may overtake the GET that hears of it. */
  void closedByClient() {
    end(
        () -> {
          line.drop();
          line.end(NORMAL, "", NOOP);
        });
  }

  EngineListener taker() {
    return Objects.requireNonNull(listener);
  }
}
