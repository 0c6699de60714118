package chat.writer.events;

import chat.contract.log.ErasedUsers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The erased users as the stream knows them. The log still has their names and texts: a stream that
 * publishes old records must not spread them again.
 */
final class Erased {

  private static final Duration REFRESH = Duration.ofSeconds(30);

  private final ErasedUsers users = new ErasedUsers();
  private final Supplier<CompletionStage<Map<String, Long>>> recent;
  private final Duration timeout;
  private long askedAt = System.nanoTime();

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
  Erased(Supplier<CompletionStage<Map<String, Long>>> recent, Duration timeout) {
    this.recent = recent;
    this.timeout = timeout;
  }

  ErasedUsers users() {
    return users;
  }

  /** Learns all users that were erased up to now. Blocks. */
  void learn() throws InterruptedException {
    try {
      ask().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Unknown(e);
    }
  }

  /** Learns of further ones from time to time; does not wait for the answer. */
  void refresh() {
    if (System.nanoTime() - askedAt >= REFRESH.toNanos()) {
      var unused = ask();
    }
  }

  private CompletionStage<Void> ask() {
    askedAt = System.nanoTime();
    return recent.get().thenAccept(found -> found.forEach(users::add));
  }
}
