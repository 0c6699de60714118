package chat.gateway.log;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The decision loop: decide on the state of a room as this gateway knows it, append the event on
 * condition that this state still holds, and decide again if the record is void. So if two users
 * change the same thing at different gateways at once, one change comes first and the other is
 * decided on its result.
 */
public final class Decisions {

  /**
   * Maximum tries to change a room or a message; each fails only if another change of it succeeded.
   */
  public static final int CHANGE_TRIES = 16;

  /** Maximum tries to send a message; each fails only if the sender's right to write changed. */
  public static final int SEND_TRIES = 8;

  private Decisions() {}

  /** One try. */
  @FunctionalInterface
  public interface Round<T> {

    /**
     * Decides on the current state, and appends the event if there is one.
     *
     * @return the result; empty if the record is void, so that the new state has to be decided on.
     *     Fails with a {@link chat.edge.problem.Refusal}
     */
    CompletableFuture<Optional<T>> decide();
  }

  /**
   * Decides until there is a result.
   *
   * @param tries maximum number of rounds; after them the result is {@code unavailable}
   */
  public static <T> CompletableFuture<T> decide(int tries, Round<T> round) {
    if (tries == 0) {
      return CompletableFuture.failedFuture(RoomLog.unavailable());
    }
    return round
        .decide()
        .thenCompose(
            result ->
                result
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> decide(tries - 1, round)));
  }
}
