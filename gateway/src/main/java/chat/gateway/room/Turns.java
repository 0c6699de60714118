package chat.gateway.room;

import static chat.gateway.problem.ProblemCode.RATE_LIMITED;

import chat.gateway.problem.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does what users ask for, so much of it at once; of those who wait each user has a turn after the
 * other, however much one of them asks for. Safe for use by several threads.
 */
final class Turns {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int atOnce;
  private final int perUser;
  private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private int running;

  /** Whether a thread begins tasks: what ends at once meanwhile needs no deeper call. */
  private boolean beginning;

  /**
   * Turns that nobody waits for.
   *
   * @param atOnce how much is done at once
   * @param perUser how much one user may have asked for that is not done yet; more is refused
   */
  Turns(int atOnce, int perUser) {
    this.atOnce = atOnce;
    this.perUser = perUser;
  }

  /** Does something when its turn has come. Fails with {@code rate_limited} if too much waits. */
  <T> CompletableFuture<T> run(String user, Supplier<CompletableFuture<T>> task) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    if (!add(user, () -> begin(user, task, outcome))) {
      return CompletableFuture.failedFuture(
          Refusal.until(RATE_LIMITED, "too many answers are under way", RETRY_AFTER));
    }
    goOn();
    return outcome;
  }

  private synchronized boolean add(String user, Runnable task) {
    int count = counts.getOrDefault(user, 0);
    if (count >= perUser) {
      return false;
    }
    counts.put(user, count + 1);
    waiting.computeIfAbsent(user, first -> new ArrayDeque<>()).add(task);
    return true;
  }

  private <T> void begin(
      String user, Supplier<CompletableFuture<T>> task, CompletableFuture<T> outcome) {
    CompletionStage<T> begun;
    try {
      begun = task.get();
    } catch (RuntimeException e) {
      begun = CompletableFuture.failedStage(e);
    }
    begun.whenComplete(
        (done, error) -> {
          end(user);
          if (error == null) {
            outcome.complete(done);
          } else {
            outcome.completeExceptionally(error);
          }
          goOn();
        });
  }

  private synchronized void end(String user) {
    running--;
    counts.computeIfPresent(user, (id, count) -> count == 1 ? null : count - 1);
  }

  private void goOn() {
    synchronized (this) {
      if (beginning) {
        return;
      }
      beginning = true;
    }
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    if (running >= atOnce || waiting.isEmpty()) {
      beginning = false;
      return null;
    }
    Iterator<Map.Entry<String, Queue<Runnable>>> users = waiting.entrySet().iterator();
    Map.Entry<String, Queue<Runnable>> first = users.next();
    users.remove();
    Runnable next = first.getValue().remove();
    if (!first.getValue().isEmpty()) {
      waiting.put(first.getKey(), first.getValue()); // behind the others
    }
    running++;
    return next;
  }
}
