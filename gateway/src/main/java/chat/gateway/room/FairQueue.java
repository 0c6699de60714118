package chat.gateway.room;

import chat.gateway.log.Deadlines;
import chat.gateway.log.RoomLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a limited number of look-ups at a time. Waiting look-ups of one user run in order of
 * arrival, and users take turns, so a user with a thousand of them delays another user by one. A
 * task must not wait for another task of the same queue. Safe for use by several threads.
 */
final class FairQueue {

  private final int atOnce;
  private final int ofOneUser;
  private final int capacity;
  private final Duration timeout;
  private final Deadlines deadlines;

  private final Map<String, Lane> lanes = new HashMap<>();

  /** The lanes with a task that may run, in the order of their turns. */
  private final Queue<Lane> turns = new ArrayDeque<>();

  private int waiting;
  private int running;

  /** Calls of {@link #startWaiting} since it began to run; only one call does the work. */
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * An empty queue.
   *
   * @param atOnce maximum number of tasks that run at a time
   * @param ofOneUser maximum number of running tasks of one user
   * @param capacity maximum number of waiting tasks
   * @param timeout maximum time that a task waits for its turn
   */
  FairQueue(int atOnce, int ofOneUser, int capacity, Duration timeout, Deadlines deadlines) {
    this.atOnce = atOnce;
    this.ofOneUser = ofOneUser;
    this.capacity = capacity;
    this.timeout = timeout;
    this.deadlines = deadlines;
  }

  private static final class Lane {
    final String user;
    final Queue<Turn<?>> tasks = new ArrayDeque<>();
    int running;

    Lane(String user) {
      this.user = user;
    }
  }

  /** A waiting task. */
  private record Turn<T>(
      Requester requester, Supplier<CompletableFuture<T>> task, CompletableFuture<T> outcome) {

    /** Starts the task, unless its caller no longer waits. */
    CompletionStage<?> start() {
      if (outcome.isDone() || requester.gone().getAsBoolean()) {
        outcome.completeExceptionally(RoomLog.unavailable());
        return outcome;
      }
      CompletionStage<T> end = ended(task);
      end.whenComplete(
          (value, error) -> {
            if (error == null) {
              outcome.complete(value);
            } else {
              outcome.completeExceptionally(error);
            }
          });
      return end;
    }

    private static <T> CompletableFuture<T> ended(Supplier<CompletableFuture<T>> task) {
      try {
        return task.get();
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  /**
   * Runs a task when it is its turn, or at once if there is capacity.
   *
   * @return the task's result; fails with a refusal {@code unavailable} if the task's turn did not
   *     come in time, or if too many tasks wait
   */
  <T> CompletableFuture<T> run(Requester requester, Supplier<CompletableFuture<T>> task) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    if (!enter(new Turn<>(requester, task, outcome))) {
      return CompletableFuture.failedFuture(RoomLog.unavailable());
    }
    startWaiting();
    if (!outcome.isDone()) {
      deadlines.set(outcome, timeout);
    }
    return outcome;
  }

  /** Number of waiting tasks. */
  synchronized int waiting() {
    return waiting;
  }

  /**
   * A user may have at most as many waiting tasks as there is capacity left, so others always find
   * some.
   */
  private synchronized boolean enter(Turn<?> turn) {
    Lane lane = lanes.get(turn.requester().user());
    if ((lane == null ? 0 : lane.tasks.size()) >= capacity - waiting) {
      return false;
    }
    if (lane == null) {
      lane = new Lane(turn.requester().user());
      lanes.put(lane.user, lane);
    }
    if (lane.tasks.isEmpty() && lane.running < ofOneUser) {
      turns.add(lane);
    }
    lane.tasks.add(turn);
    waiting++;
    return true;
  }

  /**
   * A task that completes at once lets this loop start the next one, so the stack does not grow.
   */
  private void startWaiting() {
    if (calls.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    do {
      for (Turn<?> next = next(); next != null; next = next()) {
        String user = next.requester().user();
        CompletionStage<?> end = next.start();
        end.whenComplete((value, error) -> leave(user));
      }
      seen = calls.addAndGet(-seen);
    } while (seen > 0);
  }

  private void leave(String user) {
    synchronized (this) {
      running--;
      Lane lane = Objects.requireNonNull(lanes.get(user));
      if (lane.running-- == ofOneUser && !lane.tasks.isEmpty()) {
        turns.add(lane);
      }
      if (lane.running == 0 && lane.tasks.isEmpty()) {
        lanes.remove(user);
      }
    }
    startWaiting();
  }

  private synchronized @Nullable Turn<?> next() {
    Lane lane = running == atOnce ? null : turns.poll();
    if (lane == null) {
      return null;
    }
    Turn<?> turn = lane.tasks.remove();
    lane.running++;
    if (!lane.tasks.isEmpty() && lane.running < ofOneUser) {
      turns.add(lane);
    }
    waiting--;
    running++;
    return turn;
  }
}
