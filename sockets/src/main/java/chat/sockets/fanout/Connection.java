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
 * the thread of the connection's shard. Only that thread uses the rest. No queued event of a room
 * is skipped: a client that reads too slowly is closed and resumes.
 */
public final class Connection {

  private static final AtomicIntegerFieldUpdater<Connection> HANDED_OVER =
      AtomicIntegerFieldUpdater.newUpdater(Connection.class, "handedOver");

  private static final AtomicIntegerFieldUpdater<Connection> OVERFLOWN =
      AtomicIntegerFieldUpdater.newUpdater(Connection.class, "overflown");

  /** Its index in {@link Connections}, which alone changes it. */
  int index;

  private final Outlet outlet;
  private final Shard shard;
  private final PingTimer timer;
  private final ConnectionLife life;
  private final Outbox outbox;
  private final JoinedRooms rooms;
  private List<Runnable> whenEnded = List.of();
  private int catchingUp;
  private boolean closing;
  private boolean ended;
  private volatile boolean closed;
  private volatile boolean crowded;
  private volatile int handedOver;

  @SuppressWarnings("UnusedVariable") // by OVERFLOWN
  private volatile int overflown;

  Connection(String session, Outlet outlet, Shard shard, FanOutSettings settings, long now) {
    this.outlet = outlet;
    this.shard = shard;
    this.timer = new PingTimer(settings, now);
    this.life = new ConnectionLife(session, now);
    this.outbox = new Outbox(this, outlet, shard, settings.outboundBytes().toBytes());
    this.rooms = new JoinedRooms(this, shard, settings.roomsPerSocket());
  }

  /** The id of this connection, unique among all gateways. */
  public String session() {
    return life.session();
  }

  /** Whether it accepts no more frames, because it is closed or closing. */
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
   * Sends one of many frames for many connections; waits while the shard is far behind. It is
   * written with the next frames of its shard, or after {@link Hub#flush()}.
   */
  public void sendPatiently(Frame frame) {
    shard.put(() -> enqueue(frame));
  }

  /** Sends an ephemeral frame, unless the client is behind. */
  public void sendEphemeral(Frame frame) {
    shard.offer(() -> enqueueEphemeral(frame));
  }

  /**
   * Queues frames without writing them, while it is not known yet whether the client may have them.
   * Call it before anything is sent.
   */
  public void cork() {
    shard.execute(
        () -> {
          startCatchUp();
          outbox.cork();
        });
  }

  /**
   * Sends the mark behind which a corked client has got everything. Events before it have no
   * position, as others that were missed follow them.
   */
  public void sendMark(Frame frame) {
    offer(
        () -> {
          endCatchUp();
          enqueue(frame);
        });
  }

  /** As {@link #sendPatiently}, but while a room catches up the frame loses its position. */
  public void sendPosition(Frame frame) {
    shard.put(() -> enqueueLive(frame));
  }

  /** Writes the queued frames, and later ones as usual. */
  public void uncork() {
    shard.execute(outbox::uncork);
  }

  /** Records that the client sent or read bytes. */
  public void heard(long now) {
    timer.heard(now);
  }

  /** Sets the observer of the rooms that it joins and leaves. */
  public void observe(SubscriptionObserver told) {
    shard.execute(() -> rooms.observe(told));
  }

  /**
   * Watches a room that the connection has joined: after the first {@link #sendSnapshot} it
   * receives the frames for the room's watchers.
   *
   * @param behind runs on the shard's thread when a frame could not be queued; the connection then
   *     receives nothing until the next snapshot
   */
  public void watch(String room, Runnable behind) {
    offer(() -> rooms.watch(room, behind));
  }

  /** Sends the current state of a room, if the connection still watches it. */
  public void sendSnapshot(String room, Frame frame) {
    offer(() -> rooms.sendSnapshot(room, frame));
  }

  /**
   * Runs a task that reads more from the client, once most of the client's queue is written;
   * usually at once. So a client that sends requests and reads no answers has to wait.
   */
  public void whenCapacity(Runnable askForMore) {
    if (crowded || outbox.isMuch(handedOver)) {
      shard.execute(() -> outbox.whenCapacity(askForMore));
    } else {
      askForMore.run();
    }
  }

  /** Closes at a time, unless a later call replaces it. */
  public void closeAt(long deadlineMillis, CloseReason reason) {
    shard.execute(() -> timer.closeAt(deadlineMillis, reason));
  }

  /** Closes for a reason, after the frames sent before are written. */
  public void close(CloseReason reason) {
    shard.execute(() -> closeNow(reason));
  }

  /** Closes with a last frame, after the frames sent before are written. */
  public void close(Frame last) {
    shard.execute(() -> closeNow(last));
  }

  /** Ends the connection, because its socket is closed. */
  public void gone() {
    shard.execute(this::end);
  }

  /**
   * Runs a task on the shard's thread when the connection ends, or now if it has ended. Must not
   * block.
   */
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
   * Joins a room; called under the lock of the room's partition. Live events are held back while
   * missed ones are looked up.
   *
   * @param user the id of the connection's user
   * @param resume null if the client didn't ask for missed events
   * @param answer makes the answer, which is sent before the first event; called once, also if the
   *     connection ends first
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

  /** Aborts it at once to free memory. Writes the reason first, unless a write is under way. */
  public void evict() {
    shard.execute(
        () -> {
          shard.cutOff();
          drop();
          if (!closing && !ended) {
            shard.closes(CloseReason.TOO_SLOW);
            finish(outbox.format().close(CloseReason.TOO_SLOW));
          }
          outbox.flush();
          abort();
        });
  }

  /**
   * Queues a task on the shard. If the shard is too far behind to accept it, aborts the connection,
   * once.
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

  /** Whose connection it is, since when, and why it ends. */
  ConnectionLife life() {
    return life;
  }

  /** Leaves a room; queued events of the room go before the frame that reports it. */
  void remove(Subscription subscription, Frame left, String end) {
    rooms.remove(subscription, end);
    enqueue(left);
  }

  Outbox outbox() {
    return outbox;
  }

  /** What is known of it while it is open. */
  ConnectionFacts facts() {
    return life.facts(rooms.size(), outbox);
  }

  /** What is known of it if it ends now. */
  ConnectionFacts lastFacts() {
    return life.ends(rooms.size(), outbox, shard.now());
  }

  void closeNow(CloseReason reason) {
    if (!closing && !ended) {
      shard.closes(reason);
      life.closes(reason);
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
    drop();
    closeNow(CloseReason.TOO_SLOW);
  }

  /** Drops the queue of a client that reads too slowly; what waited is remembered first. */
  private void drop() {
    life.closes(CloseReason.TOO_SLOW);
    rooms.clear();
    outbox.clear();
  }

  void enqueue(Frame frame) {
    if (hold(frame)) {
      outbox.add(frame);
    }
  }

  /** Removes the resume position while a room catches up: missed events are still to come. */
  void enqueueLive(Frame frame) {
    enqueue(catchingUp == 0 ? frame : frame.withoutPosition());
  }

  /** A subscription holds live events back until its missed events are queued. */
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

  /** Counts a frame as queued; false if the connection is closed, or is cut off by this frame. */
  boolean hold(Frame frame) {
    if (closed) {
      return false;
    }
    if (outbox.hold(frame.size())) {
      crowded = crowded || outbox.isCrowded();
      return true;
    }
    closed = true;
    shard.cutOff();
    shard.execute(this::cutOff);
    return false;
  }

  /** Called when most of the queue was written. */
  void hasCapacityAgain() {
    crowded = false;
  }

  boolean isStalled(long now, long millis) {
    return !closed && outbox.isStalled(now, millis);
  }

  void check(long now) {
    Frame ping = outbox.format().ping();
    CloseReason due = timer.due(now, ping != null);
    if (due != null) {
      closeNow(due);
    } else if (ping != null && timer.ping(now)) {
      enqueueEphemeral(ping);
    }
  }

  /** Ends the connection and drops its queue. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    closed = true;
    shard.ends(lastFacts());
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
