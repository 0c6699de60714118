package chat.sockets.engineio;

import chat.sockets.budget.SocketCounts;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's session, by polling or by WebSocket. A WebSocket can replace polling; packets keep
 * their order, and none is lost.
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
  private final String address;
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
      String sid,
      String address,
      SocketCounts.Counted counted,
      EngineSettings settings,
      InstantSource clock) {
    this.sid = sid;
    this.address = address;
    this.counted = counted;
    this.settings = settings;
    this.clock = clock;
    this.link = new Link(settings, this::lose);
    this.heartbeat = new Heartbeat(settings, clock.millis());
    this.inbound = new Inbound(this, settings, clock);
  }

  /** The session's id, by which requests prove to be of its client. */
  public String sid() {
    return sid;
  }

  /** The address that its sockets count for, also if another gateway relays them. */
  String address() {
    return address;
  }

  /** Whether the client is authenticated. */
  boolean isKnown() {
    return listener != null && listener.isKnown();
  }

  /** Counts the client as authenticated, if it is. */
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
   * Sends packets after those of earlier calls, without blocking. Ends the session if too many
   * bytes wait for the client.
   *
   * @param done called once, by any thread, when the network has the packets; with the error if the
   *     session has ended
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
   * Ends the session after all sent packets.
   *
   * @param code WebSocket's close code
   * @param reason WebSocket's close reason
   */
  public void close(int code, String reason) {
    end(() -> link.end(code, reason, CLOSE));
  }

  /** Ends the session now, and drops the packets that wait. */
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
   * Holds a client's GET. A second GET at a time ends the session.
   *
   * @return false if the session does not accept it
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
   * Begins a client's POST. A second POST at a time ends the session.
   *
   * @return false if the session does not accept it
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

  /** Handles the packets of a POST that has ended. */
  void endPost(List<IncomingPacket> packets) {
    inbound.handle(packets, null);
    synchronized (this) {
      posting = false;
    }
  }

  /** Connects the WebSocket with which the session begins. */
  synchronized void connected(FrameSocket opened) {
    link.connect(opened);
  }

  /** Accepts a WebSocket that is to replace polling, or closes it. */
  void upgrading(FrameSocket opened) {
    synchronized (this) {
      if (!closed && link.admit(opened, clock.millis())) {
        return;
      }
    }
    opened.close(NOT_NOW, "the session has its socket");
  }

  /** Handles a packet from a WebSocket. */
  void handle(FrameSocket from, IncomingPacket packet) {
    if (isCurrent(from)) {
      inbound.handle(List.of(packet), from);
    } else if (!isCandidate(from)) {
      from.abort(); // It has been closed before.
    } else if (packet.type() == PacketType.PING && packet.text().equals("probe")) {
      probe(from);
    } else if (packet.type() == PacketType.UPGRADE) {
      upgrade(from);
    } else {
      dismiss(from, MALFORMED, "a probe is expected");
    }
  }

  /** Counts a ping or pong of WebSocket. Returns false if the socket is being closed. */
  boolean count(FrameSocket from) {
    if (isCurrent(from) || isCandidate(from)) {
      return inbound.count(from);
    }
    from.abort(); // It has been closed before.
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

  /** Gives a late poll the packets that are left, once. */
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

  /** Ends the session after an error, as the client would miss a packet. */
  private void lose(@Nullable Throwable error) {
    if (error != null) {
      abort();
    }
  }

  /** Ends the session at the client's request, and answers a held poll. */
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
