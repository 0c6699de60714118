package chat.writer.erased;

import chat.contract.log.ErasedUsers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * The erased users as a writer knows them. The log still has their names and texts: what copies or
 * delivers old records must not spread them again. Thread-safe.
 */
public final class Erased {

  private static final Duration REFRESH = Duration.ofSeconds(30);

  private final ErasedUsers users = new ErasedUsers();
  private final Supplier<CompletionStage<Map<String, Long>>> recent;
  private final Duration timeout;
  private long askedAt;
  private @Nullable CompletableFuture<Void> answer;

  /** Signals that the table does not answer. */
  private static final class Unknown extends RetriableException {
    Unknown(Throwable cause) {
      super("the erased users are not known", cause);
    }
  }

  /**
   * None yet.
   *
   * @param recent asks for the time of erasure by user id
   * @param timeout longest wait for the answer
   */
  public Erased(Supplier<CompletionStage<Map<String, Long>>> recent, Duration timeout) {
    this.recent = recent;
    this.timeout = timeout;
  }

  /** Those that are known now. */
  public ErasedUsers users() {
    return users;
  }

  /** Learns the users that were erased up to now, or half a minute ago. Blocks. */
  public void learn() throws InterruptedException {
    try {
      refresh().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Unknown(e);
    }
  }

  /**
   * Asks for further ones from time to time, and after a failure. To be called again and again; the
   * caller need not wait for the answer.
   */
  public synchronized CompletableFuture<Void> refresh() {
    CompletableFuture<Void> last = answer;
    if (last != null
        && !last.isCompletedExceptionally()
        && System.nanoTime() - askedAt < REFRESH.toNanos()) {
      return last;
    }
    askedAt = System.nanoTime();
    CompletableFuture<Void> next =
        recent.get().thenAccept(found -> found.forEach(users::add)).toCompletableFuture();
    answer = next;
    return next;
  }
}
