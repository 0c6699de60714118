package chat.gateway.operator;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads for questions of operators, which wait for the log and for other gateways. Two run at
 * a time and some wait, so that no operator takes what clients need; further ones are refused.
 */
final class OperatorWork implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int WAITING = 16;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ExecutorService threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          task -> {
            Thread thread = new Thread(task, "operator");
            thread.setDaemon(true);
            return thread;
          });

  /** Runs a task; it may block. */
  <T> CompletableFuture<T> run(Supplier<T> task) {
    try {
      return CompletableFuture.supplyAsync(task, threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          Refusal.until(
              ProblemCode.UNAVAILABLE, "Too many questions of operators wait", RETRY_AFTER));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
