package chat.gateway.history;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Lets those who ask the same at the same time share one answer. */
public final class Coalescing<Q, A> {

  private final Map<Q, CompletableFuture<A>> underWay = new ConcurrentHashMap<>();

  /** The answer of the look-up under way, or of a new one. */
  public CompletableFuture<A> get(Q question, Supplier<? extends CompletionStage<A>> lookUp) {
    CompletableFuture<A> mine = new CompletableFuture<>();
    CompletableFuture<A> earlier = underWay.putIfAbsent(question, mine);
    if (earlier != null) {
      return earlier;
    }
    begun(lookUp)
        .whenComplete(
            (answer, error) -> {
              underWay.remove(question, mine);
              if (error == null) {
                mine.complete(answer);
              } else {
                mine.completeExceptionally(error);
              }
            });
    return mine;
  }

  /** What can't even be begun has failed, also for those who ask meanwhile. */
  private static <A> CompletionStage<A> begun(Supplier<? extends CompletionStage<A>> lookUp) {
    try {
      return lookUp.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
