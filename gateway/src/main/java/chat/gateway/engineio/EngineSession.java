package chat.gateway.engineio;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client, whatever it is connected by. It begins with polling or with a WebSocket; polling may
 * give way to a WebSocket, in order and without a packet lost.
 *
 * <p>May be used by any thread: the object's own lock guards its state, and nothing that is done
 * under it blocks. Messages are taken under another lock, which is never taken while holding this
 * one, so that a slow message keeps nobody from sending.
 */
public final class EngineSession {

  private static final Outgoing CLOSE = Outgoing.text("1");
  private static final Outgoing PING = Outgoing.text("2");
  private static final Outgoing PROBED = Outgoing.text("3probe");
  private static final Outgoing NOOP = Outgoing.text("6");

  /** How long what is left is kept for a client that doesn't come for it. */
  private static final long PARTING_MILLIS = 5000;

  /**
   * How long a poll is still held amid an upgrade. One that was sent after the upgrade was
   * completed may overtake it, and must not be taken for one that the client waits for.
   */
  private static final long CROSSING_MILLIS = 20;

  private record Waiting(List<Outgoing> packets, Consumer<@Nullable Throwable> done) {}

  private final String sid;
  private final String address;
  private final EngineSettings settings;
  private final InstantSource clock;
  private final ReentrantLock inbound = new ReentrantLock();
  private final Queue<Waiting> queue = new ArrayDeque<>(2);
  private @Nullable EngineListener listener;
  private @Nullable FrameSocket socket;
  private @Nullable FrameSocket candidate;
  private @Nullable Poll poll;
  private boolean probed;
  private boolean posting;
  private boolean pinged;
  private boolean closed;
  private long waitingBytes;
  private long pingDue;
  private long pongDue;
  private long upgradeDue;
  private long noopDue;
  private long overAt;

  EngineSession(String sid, String address, EngineSettings settings, InstantSource clock) {
    this.sid = sid;
    this.address = address;
    this.settings = settings;
    this.clock = clock;
    this.pingDue = clock.millis() + settings.pingInterval().toMillis();
  }

  /** Its name, which a client that knows it is taken for its own. */
  public String sid() {
    return sid;
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
    boolean ended;
    synchronized (this) {
      ended = closed;
      if (!ended && waitingBytes + bytes <= settings.maxWaiting()) {
        waitingBytes += bytes;
        put(packets, error -> sent(bytes, error, done));
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
    send(List.of(packet), EngineSession::unnoticed);
  }

  /**
   * Ends the session after what was sent before.
   *
   * @param code why, as a WebSocket tells it
   * @param reason for people
   */
  public void close(int code, String reason) {
    end(
        () -> {
          if (socket != null) {
            socket.close(code, reason);
          } else {
            queue.add(new Waiting(List.of(CLOSE), EngineSession::unnoticed));
            answer();
          }
        });
  }

  /** Ends the session at once, whatever waits for the client. */
  public void abort() {
    end(
        () -> {
          drop();
          if (poll != null) {
            answer(poll, CLOSE);
          }
          if (socket != null) {
            socket.abort();
          }
          overAt = 0;
        });
  }

  // What transports tell.

  /**
   * A client's GET.
   *
   * @return false if it is none that the session waits for
   */
  boolean poll(Poll asked) {
    boolean second;
    synchronized (this) {
      if (closed) {
        return part(asked);
      }
      if (socket != null) {
        return false;
      }
      second = poll != null;
      if (!second) {
        poll = asked;
        noopDue = clock.millis() + CROSSING_MILLIS;
        answer();
      }
    }
    if (second) {
      abort();
    }
    return !second;
  }

  /**
   * A client's POST begins.
   *
   * @return false if it may not; a second one at a time ends the session
   */
  boolean beginPost() {
    boolean second;
    synchronized (this) {
      if (closed || socket != null) {
        return false;
      }
      second = posting;
      posting = true;
    }
    if (second) {
      abort();
    }
    return !second;
  }

  /** A POST has ended, with these packets. */
  void endPost(List<Incoming> packets) {
    take(packets, null);
    synchronized (this) {
      posting = false;
    }
  }

  /** A WebSocket that the session begins with. */
  synchronized void connected(FrameSocket opened) {
    socket = opened;
  }

  /** A WebSocket that wants to replace polling. */
  void upgrading(FrameSocket opened) {
    synchronized (this) {
      if (!closed && socket == null && candidate == null) {
        candidate = opened;
        upgradeDue = clock.millis() + settings.upgradeTimeout().toMillis();
        return;
      }
    }
    opened.close(1008, "the session has its socket");
  }

  /** A packet from a WebSocket. */
  void take(FrameSocket from, Incoming packet) {
    if (!isCandidate(from)) {
      take(List.of(packet), from);
    } else if (packet.type() == PacketType.PING && packet.text().equals("probe")) {
      probe(from);
    } else if (packet.type() == PacketType.UPGRADE) {
      upgrade(from);
    } else {
      from.close(1002, "a probe is expected");
    }
  }

  /** What a WebSocket sent is none, or too large. */
  void refuse(FrameSocket from, int code, String reason) {
    if (isCandidate(from)) {
      from.close(code, reason);
    } else {
      end(
          () -> {
            drop();
            from.close(code, reason);
          });
    }
  }

  /** A WebSocket is gone. */
  void disconnected(FrameSocket gone) {
    synchronized (this) {
      if (gone == candidate) {
        candidate = null;
        probed = false;
      }
      if (gone != socket) {
        return;
      }
      overAt = 0;
    }
    end(
        () -> {
          drop();
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
      if (candidate != null && now >= upgradeDue) {
        candidate.close(1002, "the upgrade took too long");
      }
      if (probed && poll != null && now >= noopDue) {
        answer(poll, NOOP);
      }
      silent = pinged && now >= pongDue;
      if (!pinged && now >= pingDue) {
        ping(now);
      }
    }
    if (silent) {
      abort();
    } else {
      taker().check(now);
    }
    return false;
  }

  // Under the lock, unless said otherwise.

  private void put(List<Outgoing> packets, Consumer<@Nullable Throwable> done) {
    if (socket != null) {
      socket.write(packets, done);
    } else {
      queue.add(new Waiting(packets, done));
      answer();
    }
  }

  /** Gives all that waits to the poll that is held, if there is one. */
  private void answer() {
    Poll held = poll;
    if (held == null || queue.isEmpty()) {
      return;
    }
    poll = null;
    List<Waiting> given = new ArrayList<>(queue);
    queue.clear();
    List<Outgoing> packets = new ArrayList<>();
    given.forEach(waiting -> packets.addAll(waiting.packets()));
    held.answer(
        Outgoing.payload(packets),
        error -> {
          given.forEach(waiting -> waiting.done().accept(error));
          lose(error);
        });
  }

  private void answer(Poll held, Outgoing packet) {
    poll = null;
    held.answer(Outgoing.payload(List.of(packet)), this::lose);
  }

  /** A late client gets what was left for it, once. */
  private boolean part(Poll asked) {
    if (queue.isEmpty() || isOver(clock.millis())) {
      return false;
    }
    poll = asked;
    answer();
    return true;
  }

  private boolean isOver(long now) {
    if (overAt == Long.MAX_VALUE) {
      overAt = now + PARTING_MILLIS;
    }
    boolean over = now >= overAt || (socket == null && queue.isEmpty());
    if (over && socket != null) {
      socket.abort();
    }
    return over;
  }

  /** The answer is due by when it was said to be, unless it was us who were held up. */
  private void ping(long now) {
    pinged = true;
    long timeout = settings.pingTimeout().toMillis();
    boolean heldUp = now - pingDue > timeout / 2;
    pongDue = (heldUp ? now : pingDue) + timeout;
    put(List.of(PING), EngineSession::unnoticed);
  }

  private void drop() {
    IllegalStateException ended = new IllegalStateException("the session has ended");
    List<Waiting> dropped = new ArrayList<>(queue);
    queue.clear();
    dropped.forEach(waiting -> waiting.done().accept(ended));
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

  private synchronized boolean isCandidate(FrameSocket asked) {
    return asked == candidate;
  }

  private synchronized void probe(FrameSocket from) {
    if (!closed) {
      probed = true;
      noopDue = clock.millis() + CROSSING_MILLIS;
      from.write(List.of(PROBED), EngineSession::unnoticed);
    }
  }

  private synchronized void upgrade(FrameSocket to) {
    if (closed || !probed) {
      to.close(1002, "a probe is expected");
      return;
    }
    if (poll != null) {
      poll.refuse();
      poll = null;
    }
    socket = to;
    candidate = null;
    probed = false;
    for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
      to.write(waiting.packets(), waiting.done());
    }
  }

  /** Not under the lock. */
  private void end(Runnable parting) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      overAt = Long.MAX_VALUE;
      parting.run();
      if (candidate != null) {
        candidate.close(1000, "the session has ended");
      }
    }
    taker().closed();
  }

  /** Not under the lock. */
  private void take(List<Incoming> packets, @Nullable FrameSocket from) {
    inbound.lock();
    try {
      for (Incoming packet : packets) {
        take(packet, from);
      }
    } finally {
      inbound.unlock();
    }
  }

  private void take(Incoming packet, @Nullable FrameSocket from) {
    if (isClosed()) {
      return;
    }
    taker().heard();
    switch (packet.type()) {
      case MESSAGE -> {
        if (packet.data() == null) {
          taker().message(packet.text());
        } else {
          taker().data(packet.data());
        }
      }
      case PONG -> ponged();
      case CLOSE -> closedByClient();
      case NOOP -> {}
      default -> {
        if (from == null) {
          abort();
        } else {
          refuse(from, 1002, "not a packet that a client sends");
        }
      }
    }
  }

  private synchronized void ponged() {
    if (pinged) {
      pinged = false;
      pingDue = clock.millis() + settings.pingInterval().toMillis();
    }
  }

  /** A POST may overtake the GET that hears of it. */
  private void closedByClient() {
    end(
        () -> {
          drop();
          if (socket != null) {
            socket.close(1000, "");
          } else {
            queue.add(new Waiting(List.of(NOOP), EngineSession::unnoticed));
            answer();
          }
        });
  }

  /** Who loses this packet hears of the session's end. */
  private static void unnoticed(@Nullable Throwable error) {}

  private EngineListener taker() {
    return Objects.requireNonNull(listener);
  }
}
