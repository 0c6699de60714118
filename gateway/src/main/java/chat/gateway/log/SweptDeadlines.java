package chat.gateway.log;

import chat.edge.guard.Loop;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;

/**
 * Deadlines that are late by a tenth of a second at most. All futures are looked at some times a
 * second, because a timer for each one wakes another thread for each message, which costs some 15
 * µs.
 */
final class SweptDeadlines extends Loop implements Deadlines {

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

  private record Deadline(CompletableFuture<?> future, long nanos) {

    boolean isOver(long now) {
      return future.isDone() || now - nanos >= 0;
    }
  }

  /** Holds what is not done, and what was done since the last round. */
  private final Queue<Deadline> deadlines = new ConcurrentLinkedQueue<>();

  /** Creates a stopped instance, which has a timer for each future. */
  SweptDeadlines() {
    super("deadlines", STOP_TIMEOUT);
  }

  @Override
  public void set(CompletableFuture<?> future, Duration timeout) {
    if (isRunning()) {
      deadlines.add(new Deadline(future, System.nanoTime() + timeout.toNanos()));
    }
    // The loop may have ended before it saw this one.
    if (!isRunning()) {
      SYSTEM.set(future, timeout);
    }
  }

  @Override
  protected Duration round() {
    long now = System.nanoTime();
    deadlines.removeIf(
        deadline -> {
          boolean isOver = deadline.isOver(now);
          if (isOver && !deadline.future().isDone()) {
            deadline.future().completeExceptionally(new TimeoutException());
          }
          return isOver;
        });
    return TICK;
  }

  @Override
  protected void finish() {
    long now = System.nanoTime();
    deadlines.forEach(
        deadline -> SYSTEM.set(deadline.future(), Duration.ofNanos(deadline.nanos() - now)));
    deadlines.clear();
  }

  /** Number of futures that it holds. */
  int held() {
    return deadlines.size();
  }
}
