package chat.sockets.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: its outbound queue and its subscriptions.
 *
 * <p>Its public methods may be called by any thread; they take effect in the order of the calls, on
 * the thread of the connection's shard, which alone touches the rest. No queued event of a room is
 * ever dropped: a client that reads too slowly is closed and resumes.
 */
public final class Connection {

  private static final AtomicIntegerFieldUpdater<Connection> HANDED_OVER =
      AtomicIntegerFieldUpdater.newUpdater(Connection.class, "handedOver");

  private static final AtomicIntegerFieldUpdater<Connection> OVERFLOWN =
      AtomicIntegerFieldUpdater.newUpdater(Connection.class, "overflown");

  private static final long NEVER = Long.MAX_VALUE;

  /** Its index among its shard's connections, which alone change it. */
  int index;

  private final String session;
  private final Outlet outlet;
  private final Shard shard;
  private final FanOutSettings settings;
  private final Outbox outbox;
  private final JoinedRooms rooms;
  private long pingedAt;
  private long deadline = NEVER;
  private CloseReason deadlineReason = CloseReason.NO_CONNECT;
  private List<Runnable> whenEnded = List.of();
  private int catchingUp;
  private boolean closing;
  private boolean ended;
  private volatile boolean closed;
  private volatile boolean crowded;
  private volatile int handedOver;

  @SuppressWarnings("UnusedVariable") // by OVERFLOWN
  private volatile int overflown;

  private volatile long heardAt;

  Connection(String session, Outlet outlet, Shard shard, FanOutSettings settings, long now) {
    this.session = session;
    this.outlet = outlet;
    this.shard = shard;
    this.settings = settings;
    this.outbox = new Outbox(this, outlet, shard, settings.outboundBytes().toBytes());
    this.rooms = new JoinedRooms(this, shard, settings.roomsPerSocket());
    this.heardAt = now;
    this.pingedAt = now;
  }

  /** Names this connection among all of all gateways. */
  public String session() {
    return session;
  }

  /** Whether it takes nothing more, because it has come to its end or is about to. */
  public boolean isClosed() {
    return closed;
  }

  /** Sends a frame. */
  public void send(Frame frame) {
    HANDED_OVER.addAndGet(this, frame.size());
    offer(
        () -> {
          HANDED_OVER.addAndGet(this, -frame.size());
          enqueue(frame);
        });
  }

  /**
   * Sends one of many frames for many connections; waits while the shard is far behind. It goes out
   * with what else is there, or after {@link Hub#flush()}.
   */
  public void sendPatiently(Frame frame) {
    shard.put(() -> enqueue(frame));
  }

  /** Sends a frame about something of the moment, unless the client is behind. */
  public void sendEphemeral(Frame frame) {
    shard.offer(() -> enqueueEphemeral(frame));
  }

  /**
   * Queues frames and writes none, as it is not known yet whether the client is to have them. For a
   * connection to which nothing was sent yet.
   */
  public void cork() {
    shard.execute(outbox::cork);
  }

  /** Writes what was queued, and all that follows. */
  public void uncork() {
    shard.execute(outbox::uncork);
  }

  /** The client sent something, or took bytes. */
  public void heard(long now) {
    heardAt = now;
  }

  /** Sets the observer of the rooms that it joins and leaves. */
  public void observe(SubscriptionObserver told) {
    shard.execute(() -> rooms.observe(told));
  }

  /**
   * Watches a room that it has joined: once it was told how things stand, it is sent what is
   * delivered to the room's watchers.
   *
   * @param behind run, on the shard's thread, when it could not be given something, so that it has
   *     to be told again how things stand; until then it is sent nothing
   */
  public void watch(String room, Runnable behind) {
    offer(() -> rooms.watch(room, behind));
  }

  /** Tells it, as a watcher of a room, if it still is, how things stand there. */
  public void sendSnapshot(String room, Frame frame) {
    offer(() -> rooms.sendSnapshot(room, frame));
  }

  /**
   * Asks the client for more when it has taken most of what waits for it: at once, as a rule. A
   * client that asks much and takes nothing is so made to wait, not answered without end.
   */
  public void whenCapacity(Runnable askForMore) {
    if (crowded || outbox.isMuch(handedOver)) {
      shard.execute(() -> outbox.whenCapacity(askForMore));
    } else {
      askForMore.run();
    }
  }

  /** Closes at that time, unless told otherwise before. */
  public void closeAt(long deadlineMillis, CloseReason reason) {
    shard.execute(
        () -> {
          deadline = deadlineMillis;
          deadlineReason = reason;
        });
  }

  /** Closes for a reason, after what was sent before has been written. */
  public void close(CloseReason reason) {
    shard.execute(() -> closeNow(reason));
  }

  /** Closes with a last frame, after what was sent before has been written. */
  public void close(Frame last) {
    shard.execute(() -> closeNow(last));
  }

  /** The socket is gone. */
  public void gone() {
    shard.execute(this::end);
  }

  /** Runs something once the connection has come to its end, at once if it has. Must not block. */
  public void whenEnded(Runnable task) {
    shard.execute(
        () -> {
          if (ended) {
            task.run();
          } else {
            List<Runnable> tasks = new ArrayList<>(whenEnded);
            tasks.add(task);
            whenEnded = List.copyOf(tasks);
          }
        });
  }

  /**
   * Joins a room; called under the lock of the room's partition. While what was missed is looked
   * up, live events are held back.
   *
   * @param user the id of whose connection it is
   * @param resume null if the client didn't ask for what it missed
   * @param answer makes the answer, which goes out before the first event; called once, also when
   *     nothing comes of it as the connection ends
   */
  public void join(
      String user,
      String room,
      Upstream upstream,
      @Nullable Resume resume,
      Function<Joined, Frame> answer) {
    if (!offer(() -> rooms.join(user, room, upstream, resume, answer))) {
      upstream.end();
      var unused = answer.apply(Joined.refused(upstream.lastSeq()));
    }
  }

  /** Leaves a room, if it has joined it. */
  public void leave(String room, Frame answer) {
    offer(() -> rooms.leave(room, answer));
  }

  /** Lets go of it at once, as others need the memory; it is told why if it can be. */
  public void evict() {
    shard.execute(
        () -> {
          shard.cutOff();
          outbox.clear();
          if (!closing && !ended) {
            shard.closes(CloseReason.TOO_SLOW);
            finish(outbox.format().close(CloseReason.TOO_SLOW));
          }
          outbox.flush();
          abort();
        });
  }

  /**
   * Has something done by the shard, unless that has far too much to do: then the connection is let
   * go of, which is done for each but once.
   */
  private boolean offer(Runnable task) {
    if (shard.offer(task)) {
      return true;
    }
    if (OVERFLOWN.compareAndSet(this, 0, 1)) {
      closed = true;
      shard.execute(this::abort);
    }
    return false;
  }

  // From here on: only on the shard's thread.

  /** Leaves a room; what it was given of it comes before the frame that says so. */
  void remove(Subscription subscription, Frame left) {
    rooms.remove(subscription);
    enqueue(left);
  }

  void closeNow(CloseReason reason) {
    if (!closing && !ended) {
      shard.closes(reason);
    }
    closeNow(outbox.format().close(reason));
  }

  private void closeNow(Frame last) {
    if (!closing && !ended) {
      shard.abortLater(this);
      finish(last);
    }
  }

  private void finish(Frame last) {
    closed = true;
    closing = true;
    rooms.clear();
    outbox.finish(last);
  }

  /** Closes a client that reads too slowly and drops its queue; it reconnects and resumes. */
  void cutOff() {
    closed = true;
    outbox.clear();
    closeNow(CloseReason.TOO_SLOW);
  }

  void enqueue(Frame frame) {
    if (hold(frame)) {
      outbox.add(frame);
    }
  }

  /** While something that was missed is still to come, nothing says that all before came. */
  void enqueueLive(Frame frame) {
    enqueue(catchingUp == 0 ? frame : frame.withoutPosition());
  }

  /** A room's subscription holds back what happens, until what was missed is there. */
  void startCatchUp() {
    catchingUp++;
  }

  void endCatchUp() {
    catchingUp--;
  }

  /**
   * Sends a signal, unless the client is behind.
   *
   * @return whether it will be sent
   */
  boolean enqueueEphemeral(Frame frame) {
    if (outbox.isBehind(frame.size())) {
      return false;
    }
    enqueue(frame);
    return true;
  }

  /** Counts what waits for the client; false if that is too much, or the connection has ended. */
  boolean hold(Frame frame) {
    if (closed) {
      return false;
    }
    if (outbox.hold(frame.size())) {
      if (!crowded && outbox.isCrowded()) {
        crowded = true;
      }
      return true;
    }
    closed = true;
    shard.cutOff();
    shard.execute(this::cutOff);
    return false;
  }

  void flush() {
    outbox.flush();
  }

  void release(Frame frame) {
    outbox.release(frame.size());
  }

  /** Most of what waited was taken. */
  void hasCapacityAgain() {
    crowded = false;
  }

  /** Else the client would be cut off as too slow, come back, and be cut off again, for ever. */
  boolean hasCapacityFor(long bytes) {
    return outbox.hasCapacityFor(bytes);
  }

  boolean isStalled(long now, long millis) {
    return !closed && outbox.isStalled(now, millis);
  }

  long waitingBytes() {
    return outbox.waitingBytes();
  }

  void check(long now) {
    Frame ping = outbox.format().ping();
    if (now >= deadline) {
      closeNow(deadlineReason);
    } else if (ping != null) {
      check(now, ping);
    }
  }

  private void check(long now, Frame ping) {
    if (now - heardAt >= settings.pingInterval().plus(settings.pingTimeout()).toMillis()) {
      closeNow(CloseReason.GOING_AWAY);
    } else if (now - pingedAt >= settings.pingInterval().toMillis()) {
      pingedAt = now;
      enqueueEphemeral(ping);
    }
  }

  /** It is over, whatever was still to be written. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    closed = true;
    rooms.clear();
    shard.remove(this);
    outbox.end();
    whenEnded.forEach(Runnable::run);
    whenEnded = List.of();
  }

  void abort() {
    end();
    outlet.abort();
  }
}
