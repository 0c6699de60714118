package chat.gateway.history;

import chat.gateway.log.Deadlines;
import chat.gateway.queue.FairQueue;
import chat.gateway.queue.Requester;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Limits how many reactions all look-ups hold in memory at a time. A look-up that exceeds the limit
 * releases its reactions and starts again when it is its turn; such look-ups run one at a time, so
 * each of them makes progress. A look-up that exceeds its own limit fails with {@link
 * PageTooLarge}.
 */
final class HeldReactions {

  /** Maximum for all concurrent look-ups; about 64 bytes each. */
  static final int MAX = 250_000;

  /** Maximum for one look-up: more than a page of 200 messages with 2,000 each. */
  static final int MAX_OF_ONE = 450_000;

  /** Of the queue for turns: one caller may fill half of it, which is 1,000 look-ups. */
  private static final int CAPACITY = 2_000;

  private final int max;
  private final int maxOfOne;
  private final FairQueue turns;
  private final AtomicInteger held = new AtomicInteger();

  /**
   * Creates the limits.
   *
   * @param max maximum for all look-ups that run outside a turn
   * @param maxOfOne maximum for one look-up
   * @param timeout maximum wait for a turn
   */
  HeldReactions(int max, int maxOfOne, Duration timeout, Deadlines deadlines) {
    this.max = max;
    this.maxOfOne = maxOfOne;
    this.turns = new FairQueue(1, 1, CAPACITY, timeout, deadlines);
  }

  /** The reactions of one look-up; its calls follow one another. */
  final class Share {
    private final boolean isAlone;
    private int acquired;

    private Share(boolean isAlone) {
      this.isAlone = isAlone;
    }

    void acquire() {
      if (acquired == maxOfOne) {
        throw new PageTooLarge(maxOfOne);
      }
      if (!isAlone && held.incrementAndGet() > max) {
        held.decrementAndGet();
        throw new NoCapacity();
      }
      acquired++;
    }

    private void release() {
      if (!isAlone) {
        held.addAndGet(-acquired);
      }
    }
  }

  private static final class NoCapacity extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoCapacity() {
      super("too many reactions are read at a time", null, false, false);
    }
  }

  /**
   * Runs a look-up that reads reactions.
   *
   * @param lookUp acquires from its share for each reaction; may be called a second time, to start
   *     again
   * @return fails with {@link PageTooLarge}, or a refusal {@code unavailable} if its turn did not
   *     come in time
   */
  <T> CompletionStage<T> reading(Function<Share, CompletionStage<T>> lookUp) {
    Share share = new Share(false);
    return CompletableFuture.completedFuture(share)
        .thenCompose(lookUp)
        .whenComplete((value, error) -> share.release())
        .exceptionallyCompose(
            error -> isNoCapacity(error) ? inTurn(lookUp) : CompletableFuture.failedFuture(error));
  }

  private static boolean isNoCapacity(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof NoCapacity;
  }

  private <T> CompletableFuture<T> inTurn(Function<Share, CompletionStage<T>> lookUp) {
    return turns.run(Requester.SYSTEM, () -> lookUp.apply(new Share(true)).toCompletableFuture());
  }
}
