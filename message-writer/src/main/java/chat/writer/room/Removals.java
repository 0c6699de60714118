package chat.writer.room;

import chat.contract.event.Edited;
import chat.contract.event.PresentState;
import chat.writer.room.MessageEffect.EditsForgotten;
import chat.writer.room.MessageEffect.Rewritten;
import chat.writer.room.RemovalEffect.RemovalAdvanced;
import chat.writer.room.RemovalEffect.RemovalDone;
import chat.writer.room.RemovalEffect.RemovalsDone;
import chat.writer.room.RoomEffect.MembersGone;
import chat.writer.room.RoomEffect.RoomGone;
import chat.writer.work.Step;
import chat.writer.work.Step.Left;
import chat.writer.work.Tasks;
import chat.writer.work.Work;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the removals of a partition while this process owns it: one page per step, the removals in
 * turn, so that a large one does not delay the others. Considers only those before the stored seq,
 * because no further ones can be added there.
 *
 * <p>Steps follow each other; their stages may complete on any thread.
 */
public final class Removals implements Work {

  /** Number of removals read from the tables at once. */
  private static final int READ = 100;

  private static final int MOST_AT_ONCE = 32;

  private static final long UNKNOWN = -1;

  private final int partition;
  private final RoomTables tables;
  private final Deque<Pending> pending = new ArrayDeque<>();

  /** The seq up to which removals are known; written by steps only. */
  private volatile long known = UNKNOWN;

  private volatile long doneBefore;
  private volatile long stored;
  private volatile int page = MOST_AT_ONCE;

  /** A removal in memory. */
  private static final class Pending {
    private final Removal removal;
    private volatile long bucket;
    private volatile boolean isRead;
    private volatile List<Long> edits = List.of();

    Pending(Removal removal) {
      this.removal = removal;
    }

    void begin(long itsBucket, List<Long> itsEdits) {
      bucket = itsBucket;
      edits = itsEdits;
    }

    synchronized void forget(List<Long> forgotten) {
      Set<Long> gone = Set.copyOf(forgotten);
      edits = edits.stream().filter(edit -> !gone.contains(edit)).toList();
    }
  }

  Removals(int partition, long stored, RoomTables tables) {
    this.partition = partition;
    this.stored = stored;
    this.tables = tables;
  }

  /** Called when everything before a seq is in the tables, removals included. */
  void stored(long seq) {
    stored = Math.max(stored, seq);
  }

  /** Whether there may be work. */
  public synchronized boolean isDue() {
    return known < stored || !pending.isEmpty();
  }

  @Override
  public synchronized Step next() {
    Attempt attempt = new Attempt(tables);
    CompletionStage<Left> left =
        step(attempt)
            .thenApply(
                done -> {
                  page = Math.min(MOST_AT_ONCE, page * 2);
                  return isDue() ? Left.MORE : Left.NOTHING;
                });
    return new Step(
        left,
        () -> {
          attempt.giveUp();
          page = Math.max(1, page / 2);
        });
  }

  private CompletionStage<Void> step(RoomTables attempt) {
    if (known == UNKNOWN) {
      return attempt.removalsDone(partition).thenAccept(this::begin);
    }
    Pending next = pending.poll();
    if (next == null) {
      return read(attempt);
    }
    // Goes to the end of the queue: a failed one is retried after the others.
    pending.add(next);
    return next.removal.isOfRoom() ? leave(next, attempt) : forgetTexts(next, attempt);
  }

  private synchronized void begin(long seq) {
    if (known == UNKNOWN) {
      doneBefore = seq;
      known = seq;
    }
  }

  private CompletionStage<Void> read(RoomTables attempt) {
    long until = stored;
    long from = known;
    return attempt
        .removals(partition, from, until, READ)
        .thenCompose(
            found -> {
              // The earlier ones are complete, because none was pending.
              add(found, from, until);
              return from > doneBefore ? allDone(from, attempt) : nothing();
            });
  }

  private synchronized void add(List<Removal> found, long from, long until) {
    // A step that was given up may complete beside the next one.
    if (known == from) {
      found.forEach(removal -> pending.add(new Pending(removal)));
      known = found.size() < READ ? until : found.get(found.size() - 1).seq() + 1;
    }
  }

  private CompletionStage<Void> allDone(long before, RoomTables attempt) {
    return attempt
        .apply(new RemovalsDone(partition, before))
        .thenAccept(done -> doneBefore = before);
  }

  private CompletionStage<Void> done(Pending next, RoomTables attempt) {
    return attempt.apply(new RemovalDone(next.removal)).thenAccept(done -> replace(next, null));
  }

  /**
   * Removes a deleted room from the lists of some members. The room's own list goes last, because
   * by it the rest is found.
   */
  private CompletionStage<Void> leave(Pending next, RoomTables attempt) {
    Removal removal = next.removal;
    return attempt
        .members(removal.room(), removal.after(), page)
        .thenCompose(
            members ->
                members.isEmpty()
                    ? attempt
                        .apply(new MembersGone(removal.room(), removal.seq()))
                        .thenCompose(gone -> done(next, attempt))
                    : Tasks.atOnce(page, leaving(removal, members, attempt))
                        .thenCompose(left -> advance(next, members, attempt)));
  }

  private CompletionStage<Void> advance(Pending next, List<String> members, RoomTables attempt) {
    Removal advanced = next.removal.after(members.get(members.size() - 1));
    return attempt
        .apply(new RemovalAdvanced(advanced))
        .thenAccept(kept -> replace(next, new Pending(advanced)));
  }

  private synchronized void replace(Pending old, @Nullable Pending next) {
    if (pending.remove(old) && next != null) {
      pending.add(next);
    }
  }

  private static List<Supplier<CompletionStage<Void>>> leaving(
      Removal removal, List<String> members, RoomTables attempt) {
    return members.stream()
        .<Supplier<CompletionStage<Void>>>map(
            user -> () -> attempt.apply(new RoomGone(removal.room(), user, removal.seq())))
        .toList();
  }

  /**
   * Removes some texts, then these edits from the message's row, because by that row the rest is
   * found.
   */
  private CompletionStage<Void> forgetTexts(Pending next, RoomTables attempt) {
    if (!next.isRead) {
      return readEdits(next, attempt);
    }
    List<Long> edits = next.edits.stream().limit(page).toList();
    if (edits.isEmpty()) {
      return done(next, attempt);
    }
    Removal removal = next.removal;
    return Tasks.atOnce(page, forgetting(removal, edits, attempt))
        .thenCompose(
            forgotten ->
                attempt.apply(
                    new EditsForgotten(
                        removal.room(),
                        next.bucket,
                        removal.target(),
                        Set.copyOf(edits),
                        removal.seq())))
        .thenAccept(forgotten -> next.forget(edits));
  }

  private static CompletionStage<Void> readEdits(Pending next, RoomTables attempt) {
    Removal removal = next.removal;
    return attempt
        .find(removal.room(), removal.target())
        .thenCompose(
            found -> found.isEmpty() ? nothing() : readEdits(next, found.get().bucket(), attempt))
        .thenAccept(read -> next.isRead = true);
  }

  private static CompletionStage<Void> readEdits(Pending next, long bucket, RoomTables attempt) {
    Removal removal = next.removal;
    return attempt
        .edits(removal.room(), bucket, removal.target())
        .thenAccept(edits -> next.begin(bucket, before(edits, removal.seq())));
  }

  private static List<Long> before(Collection<Long> edits, long deletion) {
    return edits.stream().filter(edit -> edit < deletion).sorted().toList();
  }

  private static List<Supplier<CompletionStage<Void>>> forgetting(
      Removal removal, List<Long> edits, RoomTables attempt) {
    return edits.stream()
        .<Supplier<CompletionStage<Void>>>map(edit -> () -> forgetText(removal, edit, attempt))
        .toList();
  }

  private static CompletionStage<Void> forgetText(Removal removal, long edit, RoomTables attempt) {
    return attempt
        .find(removal.room(), edit)
        .thenCompose(
            found ->
                found
                    .filter(event -> event.type().equals(Edited.TYPE))
                    .map(event -> attempt.apply(withoutText(removal, event)))
                    .orElseGet(Removals::nothing));
  }

  private static Rewritten withoutText(Removal removal, StoredEvent edit) {
    return new Rewritten(
        removal.room(),
        edit.bucket(),
        edit.seq(),
        PresentState.withoutText(edit.value()),
        removal.seq());
  }

  private static CompletionStage<Void> nothing() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public String toString() {
    return "removals of partition " + partition;
  }
}
