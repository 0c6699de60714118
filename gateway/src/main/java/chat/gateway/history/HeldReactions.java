package chat.gateway.history;

import chat.gateway.log.Deadlines;
import chat.gateway.log.RoomLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  private static final int MAX_WAITING = 1_000;

  private final int max;
  private final int mostOfOne;
  private final Duration timeout;
  private final Deadlines deadlines;
  private final AtomicInteger held = new AtomicInteger();
  private final Queue<Turn<?>> waiting = new ArrayDeque<>();
  private boolean isBusy;

  /**
   * Nothing is held yet.
   *
   * @param max maximum for all look-ups that run outside a turn
   * @param mostOfOne maximum for one look-up
   * @param timeout maximum wait for a turn
   */
  HeldReactions(int max, int mostOfOne, Duration timeout, Deadlines deadlines) {
    this.max = max;
    this.mostOfOne = mostOfOne;
    this.timeout = timeout;
    this.deadlines = deadlines;
  }

  /** The reactions of one look-up; its calls follow one another. */
  final class Share {
    private final boolean isAlone;
    private int taken;

    private Share(boolean isAlone) {
      this.isAlone = isAlone;
    }

    void acquire() {
      if (taken == mostOfOne) {
        throw new PageTooLarge(mostOfOne);
      }
      if (!isAlone && held.incrementAndGet() > max) {
        held.decrementAndGet();
        throw new NoPlaceLeft();
      }
      taken++;
    }

    private void giveBack() {
      if (!isAlone) {
        held.addAndGet(-taken);
      }
    }
  }

  private static final class NoPlaceLeft extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoPlaceLeft() {
      super("too many reactions are read at a time", null, false, false);
    }
  }

  /** A waiting look-up. */
  private record Turn<T>(Function<Share, CompletionStage<T>> lookUp, CompletableFuture<T> outcome) {

    CompletionStage<?> start(Share share) {
      CompletionStage<T> end = CompletableFuture.completedFuture(share).thenCompose(lookUp);
      return end.whenComplete(
          (value, error) -> {
            if (error == null) {
              outcome.complete(value);
            } else {
              outcome.completeExceptionally(error);
            }
          });
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
        .whenComplete((value, error) -> share.giveBack())
        .exceptionallyCompose(
            error -> isNoPlaceLeft(error) ? inTurn(lookUp) : CompletableFuture.failedFuture(error));
  }

  private static boolean isNoPlaceLeft(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof NoPlaceLeft;
  }

  private <T> CompletableFuture<T> inTurn(Function<Share, CompletionStage<T>> lookUp) {
    Turn<T> turn = new Turn<>(lookUp, new CompletableFuture<>());
    synchronized (this) {
      if (waiting.size() == MAX_WAITING) {
        return CompletableFuture.failedFuture(RoomLog.unavailable());
      }
      waiting.add(turn);
    }
    deadlines.set(turn.outcome, timeout);
    startNext();
    return turn.outcome;
  }

  private void startNext() {
    Turn<?> turn = next();
    if (turn != null) {
      CompletionStage<?> end = turn.start(new Share(true));
      end.whenComplete(
          (value, error) -> {
            synchronized (this) {
              isBusy = false;
            }
            startNext();
          });
    }
  }

  /** The next waiting look-up whose caller still waits. */
  private synchronized @Nullable Turn<?> next() {
    Turn<?> turn = null;
    while (!isBusy && turn == null && !waiting.isEmpty()) {
      Turn<?> first = waiting.remove();
      turn = first.outcome.isDone() ? null : first;
    }
    isBusy |= turn != null;
    return turn;
  }
}
