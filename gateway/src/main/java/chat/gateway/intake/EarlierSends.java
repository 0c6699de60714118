package chat.gateway.intake;

import static chat.gateway.problem.ProblemCode.CONFLICT;

import chat.contract.Seq;
import chat.gateway.log.Deadlines;
import chat.gateway.log.LogPositions;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
import chat.gateway.problem.Refusal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out whether a message that may have been sent before was: in the window up to the log's end
 * as of now, and before the window in the table of ids, as far as the writer has filled it. What is
 * in neither was not written when this was asked; should it be written later, it and the copy sent
 * now are within each other's window, and readers drop the second.
 */
final class EarlierSends {

  private final LogPositions positions;
  private final MessageIds ids;
  private final IntakeSettings settings;
  private final Deadlines deadlines;

  EarlierSends(
      LogPositions positions, MessageIds ids, IntakeSettings settings, Deadlines deadlines) {
    this.positions = positions;
    this.ids = ids;
    this.settings = settings;
    this.deadlines = deadlines;
  }

  /**
   * Looks for a message.
   *
   * @return the seq of the first record with its identity, if there is one. Fails with {@code
   *     conflict} if that says something else, with {@code unavailable} if it can't be found out
   */
  CompletableFuture<Optional<Long>> find(PartitionLog log, Draft draft) {
    CompletableFuture<Optional<Long>> answer = lookUp(log, draft);
    deadlines.set(answer, settings.lookBackTimeout());
    return answer.exceptionallyCompose(
        error -> CompletableFuture.failedFuture(Refusal.from(error)));
  }

  private CompletableFuture<Optional<Long>> lookUp(PartitionLog log, Draft draft) {
    return positions
        .caughtUp(log)
        .thenCombine(positions.watermark(log), (end, watermark) -> watermark)
        .thenCompose(
            watermark -> {
              if (log.find(draft.identity()) != Seq.NONE) {
                // Whoever sends it now finds that too, and what it says.
                return CompletableFuture.completedFuture(Optional.<Long>empty());
              }
              return watermark < log.windowStart()
                  ? CompletableFuture.<Optional<Long>>failedFuture(RoomLog.unavailable())
                  : inTable(draft);
            });
  }

  private CompletableFuture<Optional<Long>> inTable(Draft draft) {
    return ids.find(draft.room(), draft.sender().id(), draft.id())
        .thenApply(
            place -> {
              if (place.isPresent() && place.get().digest() != draft.identity().digest()) {
                throw Refusal.of(CONFLICT, "another message was sent under this id");
              }
              return place.map(MessageIds.Place::seq);
            })
        .toCompletableFuture();
  }
}
