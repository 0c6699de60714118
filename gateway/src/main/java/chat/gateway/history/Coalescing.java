package chat.gateway.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets concurrent callers with the same question share one look-up, which goes on as long as one of
 * them waits.
 */
public final class Coalescing<Q, A> {

  private final Map<Q, Call<A>> underWay = new ConcurrentHashMap<>();

  /** A look-up and its callers. */
  private static final class Call<A> {
    final CompletableFuture<A> answer = new CompletableFuture<>();

    /** Tells for each caller whether it is gone; the last one is checked first. */
    private final Deque<BooleanSupplier> callers = new ArrayDeque<>();

    private boolean abandoned;

    /** Adds a caller. Returns false if all callers are gone, which has ended the look-up. */
    synchronized boolean join(BooleanSupplier gone) {
      if (!abandoned) {
        callers.add(gone);
      }
      return !abandoned;
    }

    synchronized boolean isAbandoned() {
      while (!callers.isEmpty() && callers.getLast().getAsBoolean()) {
        callers.removeLast();
      }
      abandoned = callers.isEmpty();
      return abandoned;
    }
  }

  /** The answer of the current look-up, or of a new one; this caller never goes away. */
  public CompletableFuture<A> get(Q question, Supplier<? extends CompletionStage<A>> lookUp) {
    return get(question, () -> false, gone -> lookUp.get());
  }

  /**
   * The answer of the current look-up, or of a new one, as long as the caller waits.
   *
   * @param gone whether the caller no longer waits
   * @param lookUp receives a check whether all callers are gone
   */
  CompletableFuture<A> get(
      Q question,
      BooleanSupplier gone,
      Function<BooleanSupplier, ? extends CompletionStage<A>> lookUp) {
    Call<A> mine = new Call<>();
    mine.join(gone);
    for (Call<A> earlier = underWay.putIfAbsent(question, mine);
        earlier != null;
        earlier = underWay.putIfAbsent(question, mine)) {
      if (earlier.join(gone)) {
        return earlier.answer;
      }
      underWay.remove(question, earlier);
    }
    begun(lookUp, mine)
        .whenComplete(
            (answer, error) -> {
              underWay.remove(question, mine);
              if (error == null) {
                mine.answer.complete(answer);
              } else {
                mine.answer.completeExceptionally(error);
              }
            });
    return mine.answer;
  }

  /** An exception when the look-up starts fails it, also for callers that joined meanwhile. */
  private static <A> CompletionStage<A> begun(
      Function<BooleanSupplier, ? extends CompletionStage<A>> lookUp, Call<A> call) {
    try {
      return lookUp.apply(call::isAbandoned);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
