package chat.gateway.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that many callers share: callers that come while one is in flight share the next one. So
 * each gets an answer from after its own call, and at most one is in flight. Continuations never
 * run on the thread that gives the answer.
 */
public final class SharedCall<T> {

  private final Supplier<? extends CompletionStage<T>> call;
  private final Executor waiters;
  private @Nullable CompletableFuture<T> current;
  private @Nullable CompletableFuture<T> next;

  /**
   * A call.
   *
   * @param waiters runs the continuations
   */
  public SharedCall(Supplier<? extends CompletionStage<T>> call, Executor waiters) {
    this.call = call;
    this.waiters = waiters;
  }

  /** An answer from after this call. */
  public synchronized CompletableFuture<T> get() {
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

  /** A call that throws has failed: all its callers fail. */
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
