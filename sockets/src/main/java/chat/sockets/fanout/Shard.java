package chat.sockets.fanout;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A share of this gateway's connections, with one thread that alone uses them: it keeps their
 * subscriptions, queues frames and writes. Frames that are queued during a write, and during the
 * rest after it, go into the next write. So it needs no timer, and each frame costs less as the
 * load grows.
 */
final class Shard {

  private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

  /** The number of tasks between flushes, so that frames don't wait for a long task queue. */
  private static final int TASKS_PER_FLUSH = 256;

  private static final long SWEEP_MILLIS = 1000;
  private static final long STALLED_MILLIS = 1000;
  private static final long CLOSE_PATIENCE_MILLIS = 5000;

  /** Shorter, because the bytes of a stalled connection count until it is aborted. */
  private static final long CUT_OFF_PATIENCE_MILLIS = 1000;

  private static final long STOP_PATIENCE_MILLIS = 2000;

  private record Closing(Connection connection, long deadline) {}

  private final Mailbox mailbox;
  private final Pace pace;
  private final InstantSource clock;
  private final FanOutMeter meter;
  private final Thread thread;
  private final ShardRooms rooms;
  private final Connections connections = new Connections();
  private final List<Outbox> unflushed = new ArrayList<>();
  private final Queue<Closing> closing =
      new PriorityQueue<>(Comparator.comparingLong(Closing::deadline));
  private final List<Runnable> tasks = new ArrayList<>();

  /** {@link Replays} bounds their number. */
  private final Queue<Runnable> replays = new ArrayDeque<>();

  private final ShardBytes bytes;
  private final Backlog nothingPending;
  private final Eviction eviction;
  private long now;
  private long nextSweepAt;
  private long measuredBytes;

  /** When the oldest event of the next write was appended, in milliseconds; 0 for none. */
  private volatile long appendedAt;

  private volatile boolean running = true;

  /**
   * A shard without connections.
   *
   * @param outbound counts the bytes queued for the sockets of all shards
   */
  Shard(
      int number,
      FanOutSettings settings,
      OutboundBytes outbound,
      InstantSource clock,
      FanOutMeter meter) {
    this.mailbox = new Mailbox(settings.mailbox());
    this.pace = settings.pace();
    this.bytes = new ShardBytes(outbound);
    this.nothingPending = Backlog.empty(bytes);
    this.rooms =
        new ShardRooms(new EndedSockets(settings.endedBytes().toBytes(), clock.millis(), meter));
    this.eviction = new Eviction(bytes, connections, meter);
    this.clock = clock;
    this.meter = meter;
    this.now = clock.millis();
    this.thread = new Thread(this::run, "shard-" + number);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** The name of its thread, if that has ended. */
  Stream<String> ended() {
    return ended(thread);
  }

  /** The name of a thread that was started and has ended. */
  static Stream<String> ended(Thread thread) {
    return Stream.of(thread)
        .filter(one -> one.getState() == Thread.State.TERMINATED)
        .map(Thread::getName);
  }

  /** Stops the thread after all tasks added before. */
  void stop() {
    execute(() -> running = false);
    try {
      thread.join(STOP_PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs a task of a rare kind on the shard's thread, after all tasks added before. */
  void execute(Runnable task) {
    mailbox.add(task);
  }

  /** The same for tasks that a client can cause in large numbers; false if too many are queued. */
  boolean offer(Runnable task) {
    return Thread.currentThread() == thread ? runLater(task) : mailbox.offer(task);
  }

  /** Needs no capacity check, because the shard's own tasks bound those that they add. */
  private boolean runLater(Runnable task) {
    mailbox.add(task);
    return true;
  }

  /** Runs a task on the shard's thread, at once if that is the caller. */
  void executeSoon(Runnable task) {
    if (Thread.currentThread() == thread) {
      task.run();
    } else {
      mailbox.add(task);
    }
  }

  /** Waits until the shard is not far behind. */
  void awaitCapacity() {
    mailbox.awaitCapacity();
  }

  /**
   * Delivers an event to all subscriptions of its room, after {@link #awaitCapacity}. It is written
   * with other frames, or after {@link #flushSoon}.
   */
  void deliver(String room, Frame frame) {
    mailbox.push(() -> rooms.of(room).deliver(frame));
  }

  /** Runs a task for one of many connections; waits while the shard is far behind. */
  void put(Runnable task) {
    mailbox.put(task);
  }

  /** Asks the shard's thread for facts of its rooms and connections. */
  <T> CompletableFuture<T> ask(BiFunction<ShardRooms, Connections, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    execute(() -> answer.complete(question.apply(rooms, connections)));
    return answer;
  }

  /** Writes the events delivered so far. */
  void flushSoon() {
    mailbox.wake();
  }

  /** Writes the events delivered so far; the oldest was appended at that time. */
  void flushSoon(long oldestAppendedAt) {
    if (appendedAt == 0) {
      appendedAt = oldestAppendedAt;
    }
    mailbox.wake();
  }

  /** Delivers an event that removes members from its room. */
  void deliver(String room, Frame frame, Removal removal) {
    mailbox.push(() -> rooms.of(room).deliver(frame, removal));
  }

  boolean isJoined(String room) {
    return rooms.has(room);
  }

  /** Delivers an ephemeral event to a room; it is dropped if the mailbox is full. */
  void deliverEphemeral(String room, Frame frame, Set<Connection> except) {
    mailbox.addIfCapacity(() -> rooms.of(room).deliverEphemeral(frame, except));
  }

  /** Delivers a frame to all watchers of a room. */
  void deliverWatched(String room, Frame frame) {
    mailbox.put(() -> rooms.of(room).deliverWatched(frame));
  }

  // From here on: only on the shard's thread.

  void add(Connection connection) {
    connections.add(connection);
    meter.opened();
  }

  void remove(Connection connection) {
    connections.remove(connection);
    meter.closed();
  }

  void add(Subscription subscription) {
    rooms.add(subscription);
  }

  void remove(Subscription subscription) {
    rooms.remove(subscription);
  }

  void ends(Subscription subscription, ConnectionFacts of, String end) {
    rooms.ends(subscription, of, now, end);
  }

  void ends(ConnectionFacts connection) {
    rooms.ends(connection);
  }

  /**
   * Queues a replay to one socket. It runs when no live event or answer is waiting, because it
   * takes as long as hundreds of these. One replay runs after each round in any case.
   */
  void replaySoon(Runnable replay) {
    replays.add(replay);
  }

  /** The empty backlog of all connections. */
  Backlog nothingPending() {
    return nothingPending;
  }

  void flushLater(Outbox outbox) {
    unflushed.add(outbox);
  }

  void flushed(Backlog written) {
    meter.wrote(written.count(), written.bytes());
  }

  void cutOff() {
    meter.cutOff();
  }

  void closes(CloseReason reason) {
    meter.closes(reason);
  }

  /** The time at which the current round began, in milliseconds. */
  long now() {
    return now;
  }

  void forEachConnection(Consumer<Connection> task) {
    connections.forEach(connection -> run(connection, task));
  }

  /** Acquires memory for frames that are about to be made; false if there is too little. */
  boolean reserve(long frameBytes) {
    return bytes.all().tryAcquire(frameBytes);
  }

  /** Releases that memory: frames that were made now count themselves. */
  void release(long frameBytes) {
    bytes.publish();
    bytes.all().add(-frameBytes);
  }

  /** Aborts a closing connection if its peer doesn't close it in time. */
  void abortLater(Connection connection) {
    closing.add(new Closing(connection, clock.millis() + CLOSE_PATIENCE_MILLIS));
  }

  private void cutOffSoon(Connection connection) {
    closing.add(new Closing(connection, now + CUT_OFF_PATIENCE_MILLIS));
    connection.cutOff();
  }

  private void run() {
    try {
      while (running) {
        rest(pace.restNanos(step(Mailbox.PATIENCE_NANOS)));
      }
    } finally {
      mailbox.close();
    }
  }

  private static void rest(long nanos) {
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /**
   * Runs all queued tasks and writes; waits up to a time for the first task.
   *
   * @return the time spent writing, in nanoseconds
   */
  long step(long patienceNanos) {
    mailbox.drainTo(tasks, replays.isEmpty() ? patienceNanos : 0);
    now = clock.millis();
    long wrote = 0;
    for (int i = 0; i < tasks.size(); i++) {
      runTask(tasks.get(i));
      if (i % TASKS_PER_FLUSH == TASKS_PER_FLUSH - 1) {
        wrote += flush();
      }
    }
    tasks.clear();
    sweep();
    wrote += flush();
    replay();
    return wrote;
  }

  /** Its writes cause no rest and do not count as delivery of live events. */
  private void replay() {
    Runnable next = replays.poll();
    while (next != null) {
      runTask(next);
      write();
      next = mailbox.isEmpty() ? replays.poll() : null;
    }
  }

  private static void runTask(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a task of the fan-out failed", e);
    }
  }

  private void cutOffStalled(Connection connection) {
    run(connection, this::cutOffSoon);
  }

  /** Aborts a connection whose task fails; the others stay. */
  private static void run(Connection connection, Consumer<Connection> task) {
    try {
      task.accept(connection);
    } catch (RuntimeException e) {
      LOG.error("a connection's part of the fan-out failed", e);
      runTask(connection::abort);
    }
  }

  private long flush() {
    long oldest = appendedAt;
    appendedAt = 0;
    if (oldest > 0 && !unflushed.isEmpty()) {
      long wrote = write();
      meter.delivered(oldest);
      return wrote;
    }
    return write();
  }

  private long write() {
    long start = System.nanoTime();
    boolean isAny = !unflushed.isEmpty();
    for (int i = 0; i < unflushed.size(); i++) {
      run(unflushed.get(i).connection(), connection -> connection.outbox().flush());
    }
    if (isAny) {
      unflushed.clear();
      nothingPending.forget();
    }
    bytes.publish();
    eviction.evictAboveLimit(connection -> run(connection, Connection::abort));
    return isAny ? System.nanoTime() - start : 0;
  }

  private void sweep() {
    while (!closing.isEmpty() && closing.element().deadline() <= now) {
      run(closing.remove().connection(), Connection::abort);
    }
    if (now >= nextSweepAt) {
      nextSweepAt = now + SWEEP_MILLIS;
      forEachConnection(connection -> connection.check(now));
      meter.waits(bytes.counted() - measuredBytes);
      measuredBytes = bytes.counted();
      eviction.evictAboveHalf(
          connection -> connection.isStalled(now, STALLED_MILLIS), this::cutOffStalled);
    }
  }
}
