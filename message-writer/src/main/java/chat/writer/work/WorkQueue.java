package chat.writer.work;

import chat.writer.work.Step.Left;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs works step by step, a few in parallel. After each step a work goes to the end of the queue,
 * so that a long one does not delay the others. A step that fails or takes too long is given up and
 * retried with back-off, without end.
 */
public final class WorkQueue implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);
  private static final int AT_ONCE = 4;

  private final Duration timeout;
  private final Duration firstRetry;
  private final Duration lastRetry;
  private final ScheduledThreadPoolExecutor thread;

  /** This and all following fields are confined to the queue's thread. */
  private final Map<Work, Turn> turns = new HashMap<>();

  private final Deque<Turn> ready = new ArrayDeque<>();
  private int running;

  /** A work in the queue and its current step. */
  private static final class Turn {
    final Work work;
    @Nullable Step step;
    @Nullable Future<?> timer;
    boolean isWaiting;
    boolean isTold;
    int failures;

    Turn(Work work) {
      this.work = work;
    }
  }

  /**
   * An empty queue.
   *
   * @param name of its thread
   * @param timeout maximum time for a step
   * @param firstRetry back-off after a first failure, doubled with each; also the wait before a
   *     step that can't be done yet
   * @param lastRetry maximum back-off
   */
  public WorkQueue(String name, Duration timeout, Duration firstRetry, Duration lastRetry) {
    this.timeout = timeout;
    this.firstRetry = firstRetry;
    this.lastRetry = lastRetry;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread own = new Thread(task, name);
              own.setDaemon(true);
              return own;
            });
    thread.setRemoveOnCancelPolicy(true);
  }

  /** Starts a work, or tells it that there is more to do. */
  public void add(Work work) {
    inOrder(
        () -> {
          Turn turn = turns.computeIfAbsent(work, Turn::new);
          turn.isTold = true;
          lineUp(turn);
        });
  }

  /** Removes a work, whatever it has left to do. */
  public void remove(Work work) {
    inOrder(
        () -> {
          Turn turn = turns.remove(work);
          if (turn != null) {
            ready.remove(turn);
            giveUp(turn);
            lineUpNext();
          }
        });
  }

  @Override
  public void close() {
    inOrder(() -> turns.values().forEach(WorkQueue::giveUpStep));
    thread.shutdown();
  }

  private void inOrder(Runnable change) {
    try {
      thread.execute(change);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed");
    }
  }

  private void lineUp(Turn turn) {
    if (turn.step == null && !turn.isWaiting && turns.get(turn.work) == turn) {
      turn.isWaiting = true;
      ready.add(turn);
    }
    lineUpNext();
  }

  private void lineUpNext() {
    while (running < AT_ONCE && !ready.isEmpty()) {
      begin(ready.remove());
    }
  }

  private void begin(Turn turn) {
    turn.isWaiting = false;
    turn.isTold = false;
    Step step = next(turn.work);
    running++;
    turn.step = step;
    turn.timer = later(timeout, () -> timedOut(turn, step));
    Executor inOrder = this::inOrder;
    var unused =
        step.left().whenCompleteAsync((left, failure) -> ended(turn, step, left, failure), inOrder);
  }

  /** A step that could not begin has failed like any other. */
  private static Step next(Work work) {
    try {
      return work.next();
    } catch (RuntimeException e) {
      return new Step(CompletableFuture.failedStage(e), () -> {});
    }
  }

  private void timedOut(Turn turn, Step step) {
    step.giveUp().run();
    ended(turn, step, null, new TimeoutException("a step took longer than " + timeout));
  }

  private void ended(Turn turn, Step step, @Nullable Left left, @Nullable Throwable failure) {
    if (!step.equals(turn.step)) {
      return;
    }
    leave(turn);
    if (failure != null) {
      rest(turn, failed(turn, failure));
    } else if (left == Left.LATER) {
      rest(turn, firstRetry);
    } else {
      turn.failures = 0;
      if (left == Left.MORE || turn.isTold) {
        lineUp(turn);
      }
    }
    lineUpNext();
  }

  private Duration failed(Turn turn, Throwable failure) {
    boolean isWrapped = failure instanceof CompletionException && failure.getCause() != null;
    Throwable cause = isWrapped ? failure.getCause() : failure;
    if (++turn.failures == 1) {
      LOG.warn("{} failed, retrying: {}", turn.work, String.valueOf(cause));
    }
    Duration doubled = firstRetry.multipliedBy(1L << Math.min(turn.failures - 1, 20));
    return doubled.compareTo(lastRetry) < 0 ? doubled : lastRetry;
  }

  private void rest(Turn turn, Duration rest) {
    turn.isWaiting = true;
    turn.timer =
        later(
            rest,
            () -> {
              turn.isWaiting = false;
              lineUp(turn);
            });
  }

  private Future<?> later(Duration delay, Runnable task) {
    return thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void giveUp(Turn turn) {
    if (turn.step != null) {
      giveUpStep(turn);
      leave(turn);
    } else if (turn.timer != null) {
      turn.timer.cancel(false);
    }
  }

  private static void giveUpStep(Turn turn) {
    Step step = turn.step;
    if (step != null) {
      step.giveUp().run();
    }
  }

  private void leave(Turn turn) {
    running--;
    turn.step = null;
    Future<?> timer = turn.timer;
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
