package chat.gateway.operator;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads for questions of operators, which wait for the log and for other gateways. Two run at
 * a time and some wait, so that no operator takes what clients need; further ones are refused. What
 * other gateways ask has threads of its own, so that two gateways that ask each other do not wait
 * for each other; so have orders of other gateways, which ask others again.
 */
final class OperatorWork implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorWork.class);
  private static final int THREADS = 2;
  private static final int WAITING = 16;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ExecutorService questions = threads("operator");
  private final ExecutorService ofOthers = threads("operator-local");
  private final ExecutorService orders = threads("operator-order");

  /**
   * Runs a task; it may block.
   *
   * @param local whether it asks no other gateway
   */
  <T> CompletableFuture<T> run(boolean local, Supplier<T> task) {
    return run(local ? ofOthers : questions, task);
  }

  /**
   * Runs an order; it may block.
   *
   * @param local whether another gateway passes it on
   */
  <T> CompletableFuture<T> order(boolean local, Supplier<T> task) {
    return run(local ? orders : questions, task);
  }

  private static <T> CompletableFuture<T> run(ExecutorService threads, Supplier<T> task) {
    try {
      return CompletableFuture.supplyAsync(task, threads)
          .exceptionallyCompose(e -> CompletableFuture.failedFuture(translated(e)));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          Refusal.until(
              ProblemCode.UNAVAILABLE, "Too many questions of operators wait", RETRY_AFTER));
    }
  }

  /** A refusal for what the log or a shard of this gateway refused; other errors as they are. */
  static Throwable translated(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof AuthorizationException) {
      LOG.warn("this gateway lacks a right in Kafka: {}", cause.toString());
      return Refusal.of(ProblemCode.UNAVAILABLE, "This gateway lacks a right in Kafka");
    }
    if (cause instanceof KafkaException) {
      return Refusal.until(
          ProblemCode.UNAVAILABLE, "The log does not answer at present", RETRY_AFTER);
    }
    if (cause instanceof TimeoutException) {
      return Refusal.until(
          ProblemCode.UNAVAILABLE, "This gateway is too busy to answer", RETRY_AFTER);
    }
    return cause;
  }

  /** Runs a task without an answer; it may block. */
  CompletableFuture<Void> run(Runnable task) {
    return run(
            false,
            () -> {
              task.run();
              return true;
            })
        .thenAccept(done -> {});
  }

  @Override
  public void close() {
    questions.shutdownNow();
    ofOthers.shutdownNow();
    orders.shutdownNow();
  }

  private static ExecutorService threads(String name) {
    return new ThreadPoolExecutor(
        THREADS,
        THREADS,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(WAITING),
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
