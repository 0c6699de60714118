package chat.writer.room;

import chat.contract.RecordHeaders;
import chat.contract.RoomRecord;
import chat.contract.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes one partition of the log, as long as this process has it.
 *
 * <p>Begins {@link Window#WARM_UP} before the first record that is not yet written: those fill the
 * window only. What is taken stays here until the tables have accepted all of it, so {@link #store}
 * can be repeated. Used by one thread; the stages may end on others.
 */
public final class PartitionWriter {

  private final LogPartition partition;
  private final RoomTables tables;
  private final DeadLetters deadLetters;
  private final BucketLimit limit;
  private final RoomEnds ends;
  private final People people = new People();
  private final Window window = new Window();
  private final List<Entry> waiting = new ArrayList<>();
  private long next;
  private long stored;
  private long lettersKept;

  /**
   * What was stored.
   *
   * @param events rows, placeholders included
   * @param unreadable dead letters
   */
  public record Stored(int events, int unreadable) {}

  /**
   * A partition from some offset on.
   *
   * @param partition which one
   * @param warmFrom the first offset that will be taken
   * @param storeFrom the first offset that is not yet in the tables
   * @param rooms how many rooms' ends are kept in memory
   */
  public PartitionWriter(
      LogPartition partition,
      long warmFrom,
      long storeFrom,
      int rooms,
      RoomTables tables,
      DeadLetters deadLetters) {
    this(partition, warmFrom, storeFrom, rooms, tables, deadLetters, BucketLimit.STANDARD);
  }

  PartitionWriter(
      LogPartition partition,
      long warmFrom,
      long storeFrom,
      int rooms,
      RoomTables tables,
      DeadLetters deadLetters,
      BucketLimit limit) {
    this.partition = partition;
    this.next = warmFrom;
    this.stored = storeFrom;
    this.tables = tables;
    this.deadLetters = deadLetters;
    this.limit = limit;
    this.ends = new RoomEnds(rooms, tables);
  }

  /** The offset before which the tables have everything. */
  public long stored() {
    return stored;
  }

  /** Where reading goes on: what waits is to come again, so that it is tried again. */
  public long resumeAt() {
    return waiting.isEmpty() ? next : waiting.get(0).log().offset();
  }

  /** When the log took the oldest record that waits; 0 if none does. */
  public long waitingSince() {
    return waiting.isEmpty() ? 0 : waiting.get(0).log().timestamp();
  }

  /**
   * Takes a record; one that was taken before is passed over.
   *
   * @return whether it is to be stored
   */
  public boolean take(LogRecord log) {
    if (log.offset() < next) {
      return false;
    }
    next = log.offset() + 1;
    if (!counts(log) || log.offset() < stored) {
      return false;
    }
    waiting.add(Entry.of(log, partition));
    return true;
  }

  /** Writes all that was taken. Where the stage fails, all of it still waits. */
  public CompletionStage<Stored> store() {
    List<Entry> entries = List.copyOf(waiting);
    long end = next;
    return keepUnreadable(entries)
        .thenCompose(kept -> ends.before(entries))
        .thenApply(before -> WritePlan.of(entries, before, limit))
        .thenCompose(
            plan ->
                plan.write(tables)
                    .thenCompose(written -> effects(plan, entries).write(tables))
                    .thenApply(written -> accept(plan, entries, end)));
  }

  private boolean counts(LogRecord log) {
    return window.admit(
            log.offset(),
            RoomRecord.identity(log.header(RecordHeaders.IDENTITY)),
            RoomRecord.condition(log.header(RecordHeaders.CONDITION)))
        == log.offset();
  }

  private CompletionStage<Void> keepUnreadable(List<Entry> entries) {
    long end = next;
    CompletableFuture<?>[] letters =
        unreadable(entries).stream()
            .filter(entry -> entry.log().offset() >= lettersKept)
            .map(entry -> deadLetters.keep(entry.log(), String.valueOf(entry.fault())))
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(letters).thenRun(() -> lettersKept = end);
  }

  private EffectPlan effects(WritePlan plan, List<Entry> entries) {
    List<Effect> first = new ArrayList<>(plan.buckets());
    first.addAll(people.unknown(plan.people()));
    return EffectPlan.of(entries, first);
  }

  private Stored accept(WritePlan plan, List<Entry> entries, long end) {
    ends.keep(plan.ends());
    people.keep(plan.people());
    waiting.clear();
    stored = Math.max(stored, end);
    return new Stored(plan.rows().size(), unreadable(entries).size());
  }

  private static List<Entry> unreadable(List<Entry> entries) {
    return entries.stream().filter(entry -> entry.fault() != null).toList();
  }
}
