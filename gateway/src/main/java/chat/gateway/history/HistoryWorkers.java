package chat.gateway.history;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that process the tables' answers and build pages, which keeps the driver's threads
 * free. Work beyond the queue's capacity is rejected, and answered with {@code unavailable}.
 */
final class HistoryWorkers implements AutoCloseable {

  private static final int LEAST = 2;

  /** Capacity in steps, each of at most some milliseconds. */
  private static final int QUEUE = 10_000;

  private final AtomicInteger made = new AtomicInteger();
  private final ThreadPoolExecutor threads;

  HistoryWorkers() {
    int size = Math.max(LEAST, Runtime.getRuntime().availableProcessors());
    threads =
        new ThreadPoolExecutor(
            size, size, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), this::thread);
  }

  Executor executor() {
    return threads;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "history-" + made.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
