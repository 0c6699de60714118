package chat.sockets.fanout;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The task queue of one thread, which drains it at once and in order. Lock-free: an add is one
 * compare-and-set, a drain is one exchange. Bulk producers wait while it is full; tasks that must
 * not wait are refused at four times the capacity.
 */
final class Mailbox {

  /** The longest sleep of a thread without tasks: one second. */
  static final long PATIENCE_NANOS = 1_000_000_000L;

  private static final long FULL_NANOS = 100_000;

  /** The capacity for tasks that must not wait, in multiples of the capacity. */
  private static final int HEADROOM = 4;

  private static final class Task {
    final Runnable work;
    @Nullable Task earlier;

    Task(Runnable work) {
      this.work = work;
    }
  }

  private final int capacity;
  private final AtomicReference<@Nullable Task> newest = new AtomicReference<>();
  private final AtomicInteger size = new AtomicInteger();
  private volatile @Nullable Thread sleeper;
  private volatile boolean closed;

  Mailbox(int capacity) {
    this.capacity = capacity;
  }

  /** Adds a task of a rare kind, without a capacity check. */
  void add(Runnable work) {
    push(work);
    wake();
  }

  /** Adds a task, unless the mailbox is full. */
  void addIfCapacity(Runnable work) {
    if (size.get() < capacity) {
      add(work);
    }
  }

  /** Adds a task that can't wait; false above four times the capacity. */
  boolean offer(Runnable work) {
    if (size.get() >= (long) capacity * HEADROOM) {
      return false;
    }
    add(work);
    return true;
  }

  /** Drops all tasks, now and later, and ends all waits: the thread has ended. */
  void close() {
    closed = true;
    newest.set(null);
  }

  /** Waits for capacity and adds a task. It runs with others, or after {@link #wake}. */
  void put(Runnable work) {
    awaitCapacity();
    push(work);
  }

  /** Waits for capacity. An interrupted thread does not wait, so that it can end. */
  void awaitCapacity() {
    while (size.get() >= capacity && !closed && !Thread.currentThread().isInterrupted()) {
      wake();
      LockSupport.parkNanos(this, FULL_NANOS);
    }
  }

  /** Adds a task, for which {@link #awaitCapacity} has waited; otherwise as {@link #put}. */
  void push(Runnable work) {
    if (closed) {
      return;
    }
    size.incrementAndGet();
    Task task = new Task(work);
    Task latest;
    do {
      latest = newest.get();
      task.earlier = latest;
    } while (!newest.compareAndSet(latest, task));
  }

  /** Whether no task is waiting. */
  boolean isEmpty() {
    return newest.get() == null;
  }

  /** Wakes the thread, should it be waiting for tasks. */
  void wake() {
    Thread sleeping = sleeper;
    if (sleeping != null) {
      LockSupport.unpark(sleeping);
    }
  }

  /**
   * Removes all tasks; waits up to a time for the first. For one thread only.
   *
   * @param taken an empty list that receives the tasks in the order they were added
   */
  void drainTo(List<Runnable> taken, long patienceNanos) {
    Task latest = newest.getAndSet(null);
    if (latest == null && patienceNanos > 0) {
      sleep(patienceNanos);
      latest = newest.getAndSet(null);
    }
    Task first = null;
    while (latest != null) {
      Task earlier = latest.earlier;
      latest.earlier = first;
      first = latest;
      latest = earlier;
    }
    for (Task task = first; task != null; task = task.earlier) {
      taken.add(task.work);
    }
    size.addAndGet(-taken.size());
  }

  private void sleep(long nanos) {
    sleeper = Thread.currentThread();
    if (newest.get() == null) {
      LockSupport.parkNanos(this, nanos);
    }
    sleeper = null;
  }
}
