package chat.gateway.log;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call that many callers share: callers that arrive while one is in flight share the next one. So
 * each answer was made after its caller's request, and at most one call is in flight. A call has
 * the questions of its callers, and no others. Continuations never run on the thread that completes
 * the call.
 *
 * @param <Q> a question
 * @param <T> the answer to all questions
 */
public final class SharedCall<Q, T> {

  private final Function<Set<Q>, ? extends CompletionStage<T>> call;
  private final Executor waiters;
  private @Nullable CompletableFuture<T> current;
  private @Nullable CompletableFuture<T> next;

  /** The questions of the next call. */
  private Set<Q> questions = new LinkedHashSet<>();

  /**
   * Creates a shared call.
   *
   * @param waiters runs the continuations
   */
  public SharedCall(Function<Set<Q>, ? extends CompletionStage<T>> call, Executor waiters) {
    this.call = call;
    this.waiters = waiters;
  }

  /** Requests an answer that is made after this request. */
  public synchronized CompletableFuture<T> get(Collection<Q> asked) {
    questions.addAll(asked);
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

  /** Starts the call; an exception fails all its callers. */
  private CompletionStage<T> asked() {
    Set<Q> asked = questions;
    questions = new LinkedHashSet<>();
    try {
      return call.apply(asked);
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
