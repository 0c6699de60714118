package chat.gateway.message;

import static chat.edge.problem.ProblemCode.CONFLICT;

import chat.contract.log.Seq;
import chat.edge.problem.Refusal;
import chat.gateway.log.Deadlines;
import chat.gateway.log.LogPositions;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
import java.util.concurrent.CompletableFuture;

/**
 * Looks for an earlier send of a message: in the window up to the current end of the log, and
 * before the window in the tables of ids, up to the writer's watermark. A message in neither was
 * not written at the time of the call. If it is written later, it and a copy that is decided as of
 * this call are within each other's window, and readers drop the second.
 */
public final class EarlierSends {

  private final LogPositions positions;
  private final MessageIds ids;
  private final MessageSettings settings;
  private final Deadlines deadlines;

  public EarlierSends(
      LogPositions positions, MessageIds ids, MessageSettings settings, Deadlines deadlines) {
    this.positions = positions;
    this.ids = ids;
    this.settings = settings;
    this.deadlines = deadlines;
  }

  /**
   * The result of a look-up.
   *
   * @param seq of the first record with the message's identity, or {@link Seq#NONE}
   * @param asOf the offset before which there is no other
   */
  record Found(long seq, long asOf) {}

  /**
   * Looks for a message; one that may have been imported at any time if {@code ever}. Fails with
   * {@code conflict} if the message under its id has another content, with {@code unavailable} if
   * the log or the table does not answer.
   *
   * @param ever whether it may have been imported at any time
   */
  CompletableFuture<Found> find(PartitionLog log, Draft draft, boolean ever) {
    CompletableFuture<Found> answer = lookUp(log, draft, ever);
    deadlines.set(answer, settings.lookBackTimeout());
    return answer.exceptionallyCompose(
        error -> CompletableFuture.failedFuture(Refusal.from(error)));
  }

  private CompletableFuture<Found> lookUp(PartitionLog log, Draft draft, boolean ever) {
    // An import may be decided as of what this gateway has read: no client knows of later events.
    return ever
        ? known(log, draft, true)
        : positions.caughtUp(log).thenCompose(end -> known(log, draft, false));
  }

  /** Looks in the window as of now, then in the table for what is before it. */
  private CompletableFuture<Found> known(PartitionLog log, Draft draft, boolean ever) {
    long asOf = log.end();
    if (log.find(draft.identity()) != Seq.NONE) {
      // A send that is under way finds that message too, and compares the content.
      return CompletableFuture.completedFuture(new Found(Seq.NONE, asOf));
    }
    long windowStart = log.windowStart();
    if (log.beginning(draft.room()) >= log.epoch().seq(windowStart)) {
      // The room is younger than the window, which knows all its messages.
      return CompletableFuture.completedFuture(new Found(Seq.NONE, asOf));
    }
    return written(log, windowStart)
        .thenCompose(
            watermark ->
                watermark < windowStart
                    ? CompletableFuture.<Found>failedFuture(RoomLog.unavailable())
                    : inTable(draft, ever).thenApply(seq -> new Found(seq, asOf)));
  }

  /** The watermark: the cluster is asked only if the last known one is below an offset. */
  private CompletableFuture<Long> written(PartitionLog log, long offset) {
    long known = log.watermark();
    return known >= offset ? CompletableFuture.completedFuture(known) : positions.watermark(log);
  }

  private CompletableFuture<Long> inTable(Draft draft, boolean ever) {
    String room = draft.room();
    String sender = draft.sender().id();
    return (ever ? ids.findEver(room, sender, draft.id()) : ids.find(room, sender, draft.id()))
        .thenApply(
            entry -> {
              if (entry.isPresent() && entry.get().digest() != draft.identity().digest()) {
                throw Refusal.of(CONFLICT, "something else was sent under this id");
              }
              return entry.map(MessageIds.Entry::seq).orElse(Seq.NONE);
            })
        .toCompletableFuture();
  }
}
