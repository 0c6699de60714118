package chat.gateway.intake;

import static chat.edge.problem.ProblemCode.CONFLICT;

import chat.contract.Seq;
import chat.edge.problem.Refusal;
import chat.gateway.log.Deadlines;
import chat.gateway.log.LogPositions;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out whether a message that may have been sent before was: in the window up to the log's end
 * as of now, and before the window in the table of ids, as far as the writer has filled it. What is
 * in neither was not written when this was asked; should it be written later, it and a copy that is
 * decided as of then are within each other's window, and readers drop the second.
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
   * What was found.
   *
   * @param seq of the first record with the message's identity, or {@link Seq#NONE}
   * @param asOf the offset before which there is no other
   */
  record Answer(long seq, long asOf) {}

  /**
   * Looks for a message. Fails with {@code conflict} if what stands under its id says something
   * else, with {@code unavailable} if it can't be found out.
   */
  CompletableFuture<Answer> find(PartitionLog log, Draft draft) {
    CompletableFuture<Answer> answer = lookUp(log, draft);
    deadlines.set(answer, settings.lookBackTimeout());
    return answer.exceptionallyCompose(
        error -> CompletableFuture.failedFuture(Refusal.from(error)));
  }

  private CompletableFuture<Answer> lookUp(PartitionLog log, Draft draft) {
    return positions
        .caughtUp(log)
        .thenCombine(positions.watermark(log), (end, watermark) -> watermark)
        .thenCompose(
            watermark -> {
              long asOf = log.end();
              if (log.find(draft.identity()) != Seq.NONE) {
                // Whoever sends it now finds that too, and what it says.
                return CompletableFuture.completedFuture(new Answer(Seq.NONE, asOf));
              }
              return watermark < log.windowStart()
                  ? CompletableFuture.<Answer>failedFuture(RoomLog.unavailable())
                  : inTable(draft).thenApply(seq -> new Answer(seq, asOf));
            });
  }

  private CompletableFuture<Long> inTable(Draft draft) {
    return ids.find(draft.room(), draft.sender().id(), draft.id())
        .thenApply(
            place -> {
              if (place.isPresent() && place.get().digest() != draft.identity().digest()) {
                throw Refusal.of(CONFLICT, "another message was sent under this id");
              }
              return place.map(MessageIds.Place::seq).orElse(Seq.NONE);
            })
        .toCompletableFuture();
  }
}
