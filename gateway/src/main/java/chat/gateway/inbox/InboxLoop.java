package chat.gateway.inbox;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue and the timers of the one thread that has all inboxes of a gateway. */
final class InboxLoop {

  private static final Logger LOG = LoggerFactory.getLogger(InboxLoop.class);

  /** How long the thread sleeps at most. */
  private static final long PATIENCE_MILLIS = 1_000;

  /**
   * Events and moved markers that wait. Beyond it they are dropped, and all rooms are counted
   * again.
   */
  private static final int CAPACITY = 100_000;

  /** Bytes of the events that wait. Beyond it events are dropped likewise. */
  private static final long MAX_BYTES = 8 << 20;

  private record Timer(long at, Runnable task) {}

  private final int capacity;
  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final InstantSource clock;
  private final Runnable afterStep;
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Queue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));
  private final List<Runnable> taken = new ArrayList<>();
  private long now;
  private boolean hasSent;

  /**
   * A loop without tasks.
   *
   * @param afterStep run after each step that sent something
   */
  InboxLoop(InstantSource clock, Runnable afterStep) {
    this(CAPACITY, MAX_BYTES, clock, afterStep);
  }

  /**
   * The same with another capacity.
   *
   * @param capacity the number of waiting tasks from which on {@link #offer} refuses more
   * @param maxBytes the bytes of offered tasks that may wait
   */
  InboxLoop(int capacity, long maxBytes, InstantSource clock, Runnable afterStep) {
    this.capacity = capacity;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.afterStep = afterStep;
  }

  /** Adds a task of which there are few: one for each request, connection or change of a room. */
  void execute(Runnable task) {
    tasks.add(task);
  }

  /**
   * Adds a task, unless too many wait.
   *
   * @param size the bytes that it holds
   */
  boolean offer(int size, Runnable task) {
    if (tasks.size() >= capacity || bytes.get() + size > maxBytes) {
      return false;
    }
    bytes.addAndGet(size);
    return tasks.add(
        () -> {
          bytes.addAndGet(-size);
          task.run();
        });
  }

  /** Runs steps until its thread is interrupted. */
  void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Timer next = timers.peek();
        long wait =
            next == null
                ? PATIENCE_MILLIS
                : Math.min(PATIENCE_MILLIS, Math.max(0, next.at - clock.millis()));
        step(tasks.poll(wait, TimeUnit.MILLISECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs all that there is to do, on the calling thread: for tests, whose loop has no thread. */
  void step() {
    step(null);
  }

  private void step(@Nullable Runnable first) {
    now = clock.millis();
    if (first != null) {
      run(first);
    }
    tasks.drainTo(taken);
    taken.forEach(InboxLoop::run);
    taken.clear();
    for (Timer due = timers.peek(); due != null && due.at <= now; due = timers.peek()) {
      timers.remove();
      run(due.task);
    }
    if (hasSent) {
      hasSent = false;
      run(afterStep);
    }
  }

  /** Runs a task; a failure is logged. */
  static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a task of the inboxes failed", e);
    }
  }

  // From here on: only within a task.

  /** The time of this step. */
  long now() {
    return now;
  }

  /** The step sends something. */
  void sent() {
    hasSent = true;
  }

  /** Runs a task at a time, or within this step if that has passed. */
  void at(long millis, Runnable task) {
    timers.add(new Timer(millis, task));
  }
}
