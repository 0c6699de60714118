package chat.gateway.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question asked for many at once: who comes while it is under way shares the next one, so that
 * each gets an answer that was given after it asked, and never more than one is under way. What
 * goes on with an answer never holds up the thread that gave it.
 */
final class SharedCall<T> {

  private final Supplier<? extends CompletionStage<T>> call;
  private final Executor waiters;
  private @Nullable CompletableFuture<T> current;
  private @Nullable CompletableFuture<T> next;

  /**
   * A call.
   *
   * @param waiters runs what goes on with the answers
   */
  SharedCall(Supplier<? extends CompletionStage<T>> call, Executor waiters) {
    this.call = call;
    this.waiters = waiters;
  }

  /** An answer from after this call. */
  synchronized CompletableFuture<T> get() {
    if (current == null) {
      CompletableFuture<T> answer = new CompletableFuture<>();
      current = answer;
      ask(answer);
      return answer;
    }
    if (next == null) {
      next = new CompletableFuture<>();
    }
    return next;
  }

  private void ask(CompletableFuture<T> answer) {
    asked()
        .whenComplete(
            (value, error) -> {
              goOn();
              waiters.execute(() -> complete(answer, value, error));
            });
  }

  private static <T> void complete(
      CompletableFuture<T> answer, T value, @Nullable Throwable error) {
    if (error == null) {
      answer.complete(value);
    } else {
      answer.completeExceptionally(error);
    }
  }

  /** A question that can't even be asked has failed: all who wait for its answer are told. */
  private CompletionStage<T> asked() {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized void goOn() {
    current = next;
    next = null;
    if (current != null) {
      ask(current);
    }
  }
}
