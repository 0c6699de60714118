package chat.writer.room;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The tables as seen by one attempt to store. Once it is given up it sends no more requests, so it
 * ends soon instead of loading the tables beside the next attempt.
 */
public final class Attempt implements RoomTables {

  private final RoomTables tables;
  private volatile boolean givenUp;

  public Attempt(RoomTables tables) {
    this.tables = tables;
  }

  public void giveUp() {
    givenUp = true;
  }

  /** Runs a request, or fails if the attempt was given up. */
  public <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> question) {
    return givenUp
        ? CompletableFuture.failedFuture(new CancellationException("given up"))
        : question.get();
  }

  @Override
  public CompletionStage<RoomEnd> endBefore(String room, long seq) {
    return ask(() -> tables.endBefore(room, seq));
  }

  @Override
  public CompletionStage<Void> open(String room, long bucket) {
    return ask(() -> tables.open(room, bucket));
  }

  @Override
  public CompletionStage<Void> write(EventBatch batch) {
    return ask(() -> tables.write(batch));
  }

  @Override
  public CompletionStage<Optional<StoredEvent>> find(String room, long seq) {
    return ask(() -> tables.find(room, seq));
  }

  @Override
  public CompletionStage<Set<Long>> edits(String room, long bucket, long target) {
    return ask(() -> tables.edits(room, bucket, target));
  }

  @Override
  public CompletionStage<List<String>> members(String room, String after, int limit) {
    return ask(() -> tables.members(room, after, limit));
  }

  @Override
  public CompletionStage<MemberCount> memberCount(String room) {
    return ask(() -> tables.memberCount(room));
  }

  @Override
  public CompletionStage<Long> removalsDone(int partition) {
    return ask(() -> tables.removalsDone(partition));
  }

  @Override
  public CompletionStage<List<Removal>> removals(int partition, long from, long before, int limit) {
    return ask(() -> tables.removals(partition, from, before, limit));
  }

  @Override
  public CompletionStage<Void> apply(Effect effect) {
    return ask(() -> tables.apply(effect));
  }
}
