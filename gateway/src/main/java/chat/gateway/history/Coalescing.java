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
 * Lets those who ask the same at the same time share one answer. Work for it goes on as long as one
 * of them waits.
 */
public final class Coalescing<Q, A> {

  private final Map<Q, Call<A>> underWay = new ConcurrentHashMap<>();

  /** A look-up, and who waits for it. */
  private static final class Call<A> {
    final CompletableFuture<A> answer = new CompletableFuture<>();

    /** Each says whether it is gone; the last one is looked at first. */
    private final Deque<BooleanSupplier> askers = new ArrayDeque<>();

    private boolean abandoned;

    /** False if all who waited are gone: then work for it has ended. */
    synchronized boolean join(BooleanSupplier gone) {
      if (!abandoned) {
        askers.add(gone);
      }
      return !abandoned;
    }

    synchronized boolean isAbandoned() {
      while (!askers.isEmpty() && askers.getLast().getAsBoolean()) {
        askers.removeLast();
      }
      abandoned = askers.isEmpty();
      return abandoned;
    }
  }

  /** The answer of the look-up under way, or of a new one; it is waited for in any case. */
  public CompletableFuture<A> get(Q question, Supplier<? extends CompletionStage<A>> lookUp) {
    return get(question, () -> false, gone -> lookUp.get());
  }

  /**
   * The same as long as it is waited for.
   *
   * @param gone whether the one who asks waits no more
   * @param lookUp is given whether nobody waits any more
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

  /** What can't even be begun has failed, also for those who ask meanwhile. */
  private static <A> CompletionStage<A> begun(
      Function<BooleanSupplier, ? extends CompletionStage<A>> lookUp, Call<A> call) {
    try {
      return lookUp.apply(call::isAbandoned);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
