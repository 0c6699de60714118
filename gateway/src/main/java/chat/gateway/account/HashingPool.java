package chat.gateway.account;

import chat.gateway.problem.ProblemCode;
import chat.gateway.problem.Refusal;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The threads that hash passwords. When more wait than its queue holds, further ones are refused at
 * once: a flood of sign-ins gets slow answers or none, and nobody else does.
 */
final class HashingPool implements AutoCloseable {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final ThreadPoolExecutor threads;

  HashingPool(PasswordSettings settings) {
    AtomicInteger number = new AtomicInteger();
    int size = settings.poolSize();
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.queue()),
            work -> {
              Thread thread = new Thread(work, "hashing-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Does something on a thread of its own and waits for it. */
  <T> T run(Supplier<T> work) {
    Future<T> result;
    try {
      result = threads.submit(work::get);
    } catch (RejectedExecutionException e) {
      throw busy();
    }
    try {
      return result.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      result.cancel(false);
      throw busy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } catch (ExecutionException e) {
      throw new IllegalStateException("hashing failed", e.getCause());
    }
  }

  private static Refusal busy() {
    return Refusal.until(
        ProblemCode.UNAVAILABLE, "Too many are signing in at present", RETRY_AFTER);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
