package chat.writer.room;

import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomRecord;
import chat.contract.log.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Writes one partition of the log while this process owns it.
 *
 * <p>Starts {@link Window#WARM_UP} before the first record to write: the records before it only
 * fill the window. Accepted records stay here until the tables have them, so {@link #store} can be
 * repeated; the stored part counts even if the rest fails. Used by one thread; the stages may
 * complete on others.
 */
public final class PartitionWriter {

  private final LogPartition partition;
  private final RoomTables tables;
  private final DeadLetters deadLetters;
  private final BucketLimit limit;
  private final RoomEnds ends;
  private final MemberCounts counts;
  private final People people;
  private final Window window = new Window();
  private final List<Entry> waiting = new ArrayList<>();
  private final Removals removals;
  private long next;
  private long stored;

  /** The offsets of waiting records whose dead letters are safe. */
  private final Set<Long> lettersKept = new HashSet<>();

  /** Maximum number of records in one store; smaller after a store was given up. */
  private int most = Integer.MAX_VALUE;

  private @Nullable Attempt attempt;
  private @Nullable CompletableFuture<Stored> store;

  /**
   * The result of a store.
   *
   * @param events number of rows, placeholders included
   * @param unreadable number of dead letters
   */
  public record Stored(int events, int unreadable) {

    private static final Stored NOTHING = new Stored(0, 0);

    private Stored plus(Stored more) {
      return new Stored(events + more.events, unreadable + more.unreadable);
    }
  }

  /**
   * Opens a partition at an offset.
   *
   * @param partition the partition
   * @param warmFrom the first offset that will be accepted
   * @param storeFrom the first offset that is not yet in the tables
   * @param rooms maximum number of rooms whose ends are kept in memory; half as many numbers of
   *     members are, and last buckets of users
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
    this.ends = new RoomEnds(rooms);
    this.counts = new MemberCounts(rooms / 2 + 1);
    this.people = new People(rooms / 2 + 1);
    this.removals = new Removals(partition.partition(), partition.seq(storeFrom), tables);
  }

  /** The offset before which the tables have everything. */
  public synchronized long stored() {
    return stored;
  }

  /** The offset at which reading resumes, so that waiting records are polled and tried again. */
  public synchronized long resumeAt() {
    return waiting.isEmpty() ? next : waiting.get(0).log().offset();
  }

  /** The log's timestamp of the oldest waiting record; 0 if none waits. */
  public synchronized long waitingSince() {
    return waiting.isEmpty() ? 0 : waiting.get(0).log().timestamp();
  }

  /**
   * Accepts a record and skips one that was accepted before.
   *
   * @return whether it has to be stored
   */
  public synchronized boolean accept(LogRecord log) {
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

  /** The removals that the partition's events leave. */
  public Removals removals() {
    return removals;
  }

  /**
   * Writes all accepted records, in parts. If the stage fails, the unwritten records still wait.
   * While a store is in progress this returns the same stage. The caller's thread sends the dead
   * letters of all parts first, as that may block; the parts are then written by the thread that
   * completes the previous one.
   */
  public synchronized CompletionStage<Stored> store() {
    if (store != null && !store.isDone()) {
      return store;
    }
    Attempt begun = new Attempt(tables);
    attempt = begun;
    store =
        keepUnreadable()
            .thenCompose(kept -> begun.ask(() -> store(begun, Stored.NOTHING)))
            .toCompletableFuture();
    return store;
  }

  /**
   * Gives up a store that takes too long. The next attempt uses smaller parts, so that it makes
   * progress.
   */
  public synchronized void giveUp() {
    if (attempt != null && store != null && !store.isDone()) {
      attempt.giveUp();
      most = Math.max(1, Math.min(most, waiting.size()) / 2);
      store.completeExceptionally(new CancellationException("given up"));
    }
  }

  /** What is written of some records. */
  private record Part(WritePlan rows, Map<String, MemberCount> counts) {}

  private CompletionStage<Stored> store(Attempt part, Stored before) {
    return storePart(part)
        .thenCompose(
            stored ->
                hasMore(part)
                    ? store(part, before.plus(stored))
                    : CompletableFuture.completedFuture(before.plus(stored)));
  }

  private synchronized boolean hasMore(Attempt part) {
    return part == attempt && !waiting.isEmpty() && isSafe(waiting.get(0));
  }

  private synchronized CompletionStage<Stored> storePart(Attempt part) {
    List<Entry> entries = waiting.stream().limit(most).takeWhile(this::isSafe).toList();
    boolean isLast = entries.size() == waiting.size();
    long end = isLast ? next : entries.get(entries.size() - 1).log().offset() + 1;
    return ends.before(entries, part)
        .thenApply(before -> WritePlan.of(entries, before, limit))
        .thenCombine(counts.after(entries, part), Part::new)
        .thenCompose(
            plan ->
                plan.rows
                    .write(part)
                    .thenCompose(written -> write(effects(plan, entries), part))
                    .thenApply(removing -> accept(part, plan, entries, end, removing)));
  }

  private static CompletionStage<Boolean> write(EffectPlan effects, Attempt part) {
    return effects.write(part).thenApply(written -> effects.mayLeaveRemovals());
  }

  private boolean counts(LogRecord log) {
    return window.admit(
            log.offset(),
            RoomRecord.identity(log.header(RecordHeaders.IDENTITY)),
            RoomRecord.condition(log.header(RecordHeaders.CONDITION)))
        == log.offset();
  }

  private CompletionStage<Void> keepUnreadable() {
    CompletableFuture<?>[] letters =
        List.copyOf(waiting).stream()
            .filter(entry -> !isSafe(entry))
            .map(this::keep)
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(letters);
  }

  private CompletionStage<Void> keep(Entry unreadable) {
    return deadLetters
        .keep(unreadable.log(), String.valueOf(unreadable.fault()))
        .thenRun(() -> kept(unreadable.log().offset()));
  }

  private synchronized void kept(long letter) {
    if (letter >= stored) {
      lettersKept.add(letter);
    }
  }

  /** Whether its row may be written: an unreadable record needs a dead letter first. */
  private boolean isSafe(Entry entry) {
    return entry.fault() == null || lettersKept.contains(entry.log().offset());
  }

  private synchronized EffectPlan effects(Part plan, List<Entry> entries) {
    List<Effect> first = new ArrayList<>(plan.rows.buckets());
    first.addAll(people.unknown(plan.rows.people()));
    first.addAll(MemberCounts.effects(plan.counts));
    return EffectPlan.of(partition.partition(), entries, first);
  }

  /** Ignores the result of an attempt that was given up: its records are written again. */
  private synchronized Stored accept(
      Attempt part, Part plan, List<Entry> entries, long end, boolean removing) {
    if (part != attempt) {
      return Stored.NOTHING;
    }
    ends.keep(plan.rows.ends());
    people.keep(plan.rows.people());
    counts.keep(plan.counts);
    waiting.subList(0, entries.size()).clear();
    stored = Math.max(stored, end);
    lettersKept.removeIf(letter -> letter < stored);
    most = most > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : most * 2;
    if (removing) {
      removals.stored(partition.seq(stored));
    }
    return new Stored(plan.rows.rows().size(), unreadable(entries).size());
  }

  private static List<Entry> unreadable(List<Entry> entries) {
    return entries.stream().filter(entry -> entry.fault() != null).toList();
  }
}
