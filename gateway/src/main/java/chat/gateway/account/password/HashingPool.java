package chat.gateway.account.password;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The threads that hash passwords. Calls beyond the queue's capacity are refused at once, so a
 * flood of sign-ins slows only sign-ins. The threads have the lowest priority, which JVMs respect
 * only with {@code -XX:ThreadPriorityPolicy=1}, and so use what is left of the processors.
 */
public final class HashingPool implements AutoCloseable {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final ThreadPoolExecutor threads;
  private final int restFactor;
  private final int capacity;

  HashingPool(PasswordSettings settings) {
    this.restFactor = settings.restFactor();
    AtomicInteger number = new AtomicInteger();
    int size = settings.poolSize();
    this.capacity = size + settings.queue();
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(settings.queue()),
            work -> thread(work, number.incrementAndGet()));
  }

  @SuppressWarnings("ThreadPriorityCheck") // correct without it, only slower for others
  private static Thread thread(Runnable work, int number) {
    Thread thread = new Thread(work, "hashing-" + number);
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /** Maximum number of calls that hash a password or wait; further ones are refused. */
  public int capacity() {
    return capacity;
  }

  /** Runs work on a thread of the pool and waits for it. */
  <T> T run(Supplier<T> work) {
    FutureTask<T> result = new FutureTask<>(work::get);
    try {
      threads.execute(() -> runAndRest(result));
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

  private void runAndRest(Runnable work) {
    long start = System.nanoTime();
    work.run();
    LockSupport.parkNanos((System.nanoTime() - start) * restFactor);
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
