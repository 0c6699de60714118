package chat.sockets.engineio;

import chat.sockets.budget.SocketCounts;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's session, by polling or by WebSocket. A WebSocket may replace polling, in order and
 * without a lost packet.
 *
 * <p>Any thread may use it: the object's own lock guards its state, and no work under it blocks.
 * Messages are handled under another lock, which is never acquired while holding this one, so a
 * slow message does not block sending.
 */
public final class EngineSession {

  private static final OutgoingPacket CLOSE = OutgoingPacket.text("1");
  private static final OutgoingPacket PING = OutgoingPacket.text("2");
  private static final OutgoingPacket NOOP = OutgoingPacket.text("6");
  private static final int NORMAL = 1000;
  private static final int MALFORMED = 1002;
  private static final int NOT_NOW = 1008;

  private final String sid;
  private final SocketCounts.Counted counted;
  private final EngineSettings settings;
  private final InstantSource clock;
  private final Link link;
  private final Heartbeat heartbeat;
  private final Inbound inbound;
  private @Nullable EngineListener listener;
  private boolean posting;
  private boolean closed;
  private long waitingBytes;
  private long overAt;

  EngineSession(
      String sid, SocketCounts.Counted counted, EngineSettings settings, InstantSource clock) {
    this.sid = sid;
    this.counted = counted;
    this.settings = settings;
    this.clock = clock;
    this.link = new Link(settings, this::lose);
    this.heartbeat = new Heartbeat(settings, clock.millis());
    this.inbound = new Inbound(this, settings, clock);
  }

  /** Its id. A request that has it counts as the client's own. */
  public String sid() {
    return sid;
  }

  /** Whether the client is authenticated. */
  boolean isKnown() {
    return listener != null && listener.isKnown();
  }

  /** Counts it among the authenticated ones, if it is. */
  void count() {
    if (isKnown()) {
      counted.connected();
    }
  }

  SocketCounts.Counted counted() {
    return counted;
  }

  /** Whether it has ended. */
  public synchronized boolean isClosed() {
    return closed;
  }

  void begin(EngineListener handler) {
    listener = handler;
  }

  /**
   * Sends packets, after those of earlier calls; blocks nowhere. A client that is too far behind is
   * let go.
   *
   * @param done called once, by any thread, when they have been handed to the network; with the
   *     error if the session has ended
   */
  public void send(List<OutgoingPacket> packets, Consumer<@Nullable Throwable> done) {
    long bytes = packets.stream().mapToLong(packet -> packet.bytes().length).sum();
    send(bytes, counted -> link.put(packets, counted), done);
  }

  /** Sends packets that were encoded once for many clients. */
  public void send(EncodedPackets packets, Consumer<@Nullable Throwable> done) {
    send(packets.frames().remaining(), counted -> link.put(packets, counted), done);
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
  public void send(OutgoingPacket packet) {
    send(List.of(packet), Link::unnoticed);
  }

  /**
   * Ends the session after what was sent before.
   *
   * @param code why, as a WebSocket tells it
   * @param reason for people
   */
  public void close(int code, String reason) {
    end(() -> link.end(code, reason, CLOSE));
  }

  /** Ends the session at once, whatever waits for the client. */
  public void abort() {
    end(
        () -> {
          link.drop();
          link.abort(CLOSE);
          overAt = 0;
        });
  }

  // Calls by transports.

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
      if (link.socket() != null) {
        return false;
      }
      if (link.hold(asked, clock.millis())) {
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
      if (closed || link.socket() != null) {
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

  /** The largest number of packets in a POST. */
  int maxPackets() {
    return settings.maxPackets();
  }

  /** A POST has ended, with these packets. */
  void endPost(List<IncomingPacket> packets) {
    inbound.handle(packets, null);
    synchronized (this) {
      posting = false;
    }
  }

  /** A WebSocket that the session begins with. */
  synchronized void connected(FrameSocket opened) {
    link.connect(opened);
  }

  /** A WebSocket that wants to replace polling. */
  void upgrading(FrameSocket opened) {
    synchronized (this) {
      if (!closed && link.admit(opened, clock.millis())) {
        return;
      }
    }
    opened.close(NOT_NOW, "the session has its socket");
  }

  /** A packet from a WebSocket. */
  void handle(FrameSocket from, IncomingPacket packet) {
    if (isCurrent(from)) {
      inbound.handle(List.of(packet), from);
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

  /** Refuses a message of a WebSocket that is malformed or too large. */
  void refuse(FrameSocket from, int code, String reason) {
    if (isCurrent(from)) {
      end(
          () -> {
            link.drop();
            from.close(code, reason);
          });
    } else if (isCandidate(from)) {
      dismiss(from, code, reason);
    } else {
      from.abort();
    }
  }

  /** A WebSocket has ended. */
  void disconnected(FrameSocket gone) {
    synchronized (this) {
      link.forget(gone);
      if (gone != link.socket()) {
        return;
      }
      overAt = 0;
    }
    end(
        () -> {
          link.drop();
          overAt = 0;
        });
  }

  /**
   * Runs due work: pings, time-outs, the upgrade.
   *
   * @return whether the session is over and can be forgotten
   */
  boolean check(long now) {
    boolean silent;
    synchronized (this) {
      if (closed) {
        return isOver(now);
      }
      link.check(now);
      silent = heartbeat.isSilent(now);
      if (heartbeat.isDue(now)) {
        link.put(PING);
      }
    }
    if (silent) {
      abort();
    } else {
      listener().check(now);
    }
    return false;
  }

  // Under the lock.

  /** A late client gets the packets that were left for it, once. */
  private boolean part(Poll asked) {
    long now = clock.millis();
    return !link.isFetched() && !isOver(now) && link.hold(asked, now);
  }

  private boolean isOver(long now) {
    if (overAt == Long.MAX_VALUE) {
      overAt = now + settings.closeTimeout().toMillis();
    }
    boolean over = now >= overAt || link.isFetched();
    FrameSocket socket = link.socket();
    if (over && socket != null) {
      socket.abort();
    }
    return over;
  }

  private synchronized boolean isCurrent(FrameSocket asked) {
    return asked == link.socket();
  }

  private synchronized boolean isCandidate(FrameSocket asked) {
    return link.isCandidate(asked);
  }

  private synchronized void probe(FrameSocket from) {
    if (!closed && !link.probe(from, clock.millis())) {
      link.dismiss(from, MALFORMED, "one probe is expected");
    }
  }

  private synchronized void upgrade(FrameSocket to) {
    if (closed || !link.upgrade(to)) {
      link.dismiss(to, MALFORMED, "a probe is expected");
    }
  }

  private synchronized void dismiss(FrameSocket from, int code, String reason) {
    link.dismiss(from, code, reason);
  }

  /** The client answered a ping. */
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
      link.dismissCandidate();
    }
    listener().closed();
  }

  private void sent(long bytes, @Nullable Throwable error, Consumer<@Nullable Throwable> done) {
    synchronized (this) {
      waitingBytes -= bytes;
    }
    done.accept(error);
    lose(error);
  }

  /** Ends the session, as the client would miss a packet. */
  private void lose(@Nullable Throwable error) {
    if (error != null) {
      abort();
    }
  }

  /** The client closes the session; its POST may overtake the GET that hears of it. */
  void closedByClient() {
    end(
        () -> {
          link.drop();
          link.end(NORMAL, "", NOOP);
        });
  }

  EngineListener listener() {
    return Objects.requireNonNull(listener);
  }
}
