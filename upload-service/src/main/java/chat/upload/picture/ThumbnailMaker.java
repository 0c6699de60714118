package chat.upload.picture;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The few threads that decode pictures. Strangers determine how much memory and time decoding
 * takes, so parallelism is small.
 */
@Component
public final class ThumbnailMaker {

  /** Each takes at most 150 MB. */
  private static final int AT_ONCE = 1;

  private static final int QUEUE = 32;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final ThreadPoolExecutor threads;

  ThumbnailMaker() {
    this.threads =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            task -> new Thread(task, "thumbnails"));
  }

  /** Runs a task there in turn; refuses it when the queue is full. */
  public <T> T work(Callable<T> work) {
    try {
      return await(threads.submit(work));
    } catch (RejectedExecutionException e) {
      throw busy();
    }
  }

  private <T> T await(Future<T> result) {
    try {
      return result.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SdkException storage) {
        throw storage;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw busy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
  }

  private static Refusal busy() {
    return Refusal.until(
        ProblemCode.UNAVAILABLE, "Too many pictures are made small at present", RETRY);
  }
}
