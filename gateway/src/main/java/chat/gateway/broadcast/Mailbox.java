package chat.gateway.broadcast;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tasks of one thread, taken all at once. Producers of bulk wait when it is full; what must not
 * wait may pass.
 */
final class Mailbox {

  /** How long a thread without tasks sleeps at most: one second. */
  static final long PATIENCE_NANOS = 1_000_000_000L;

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private List<Runnable> tasks = new ArrayList<>();

  Mailbox(int capacity) {
    this.capacity = capacity;
  }

  /** Adds a task, whatever is there already. */
  void add(Runnable task) {
    lock.lock();
    try {
      tasks.add(task);
      if (tasks.size() == 1) {
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Adds a task, unless the mailbox is full. */
  void addIfRoom(Runnable task) {
    lock.lock();
    try {
      if (tasks.size() < capacity) {
        add(task);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Adds a task, and waits for room first. */
  void addWhenRoom(Runnable task) {
    lock.lock();
    try {
      while (tasks.size() >= capacity) {
        drained.awaitUninterruptibly();
      }
      add(task);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes all tasks; waits for one up to a time.
   *
   * @param emptied becomes the mailbox's new list
   * @return in the order they were added
   */
  List<Runnable> takeAll(List<Runnable> emptied, long patienceNanos) throws InterruptedException {
    lock.lock();
    try {
      long patience = patienceNanos;
      while (tasks.isEmpty() && patience > 0) {
        patience = filled.awaitNanos(patience);
      }
      List<Runnable> taken = tasks;
      tasks = emptied;
      drained.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
