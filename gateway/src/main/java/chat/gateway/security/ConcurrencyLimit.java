package chat.gateway.security;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A number of permits. A task without a permit waits and holds no thread. Safe for use by several
 * threads.
 */
final class ConcurrencyLimit {

  private record Waiting(Runnable task, Runnable refused, Executor executor) {}

  private final Queue<Waiting> waiting = new ArrayDeque<>(); // guarded by this
  private int permits; // guarded by this

  ConcurrencyLimit(int permits) {
    this.permits = permits;
  }

  /**
   * Acquires a permit.
   *
   * @param task run later on the executor, with a permit, if there is none now; in order
   * @param refused run instead if the executor does not accept the task
   * @return whether the caller has a permit now
   */
  synchronized boolean acquire(Runnable task, Runnable refused, Executor executor) {
    if (permits == 0) {
      waiting.add(new Waiting(task, refused, executor));
      return false;
    }
    permits--;
    return true;
  }

  /** Releases a permit: to the task that has waited longest, if there is one. */
  void release() {
    Waiting next = next();
    while (next != null) {
      try {
        next.executor().execute(next.task());
        return;
      } catch (RejectedExecutionException e) {
        next.refused().run();
        next = next();
      }
    }
  }

  private synchronized @Nullable Waiting next() {
    Waiting next = waiting.poll();
    if (next == null) {
      permits++;
    }
    return next;
  }
}
