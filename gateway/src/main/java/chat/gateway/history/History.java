package chat.gateway.history;

import static chat.gateway.history.Events.first;
import static chat.gateway.history.Events.join;

import chat.contract.log.ErasedUsers;
import chat.contract.log.Seq;
import chat.edge.problem.Refusal;
import chat.gateway.log.Deadlines;
import chat.gateway.log.EventKind;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.PrevLookup;
import chat.gateway.log.RoomLog;
import chat.gateway.log.TailSlice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room's log as a whole: the tail in memory, and the archive before it. A read returns its whole
 * range or fails with {@code unavailable}, or with {@link PageTooLarge} if the range is too large;
 * it never returns a range with a gap.
 */
public final class History {

  private static final Logger LOG = LoggerFactory.getLogger(History.class);

  /** Greater than any seq. */
  public static final long END = Long.MAX_VALUE;

  /** A name that no room can have. */
  private static final String NO_ROOM = "-";

  /** Events per step of a resuming client's look-up; most clients were away only briefly. */
  private static final int STEP = 100;

  /** Empty: the tail hides erased users itself. */
  private static final ErasedUsers NONE_ERASED = new ErasedUsers();

  private final Function<String, PartitionLog> logs;
  private final LogPositions positions;
  private final Archive archive;
  private final HistorySettings settings;
  private final long maxMissedBytes;
  private final Deadlines deadlines;

  /**
   * Creates a history over a log.
   *
   * @param logs returns the partition of a room
   * @param maxMissedBytes maximum bytes that are read and sent to a resuming client
   */
  public History(
      Function<String, PartitionLog> logs,
      LogPositions positions,
      Archive archive,
      HistorySettings settings,
      long maxMissedBytes,
      Deadlines deadlines) {
    this.logs = logs;
    this.positions = positions;
    this.archive = archive;
    this.settings = settings;
    this.maxMissedBytes = maxMissedBytes;
    this.deadlines = deadlines;
  }

  /**
   * The room's partition, once this gateway has read all that any gateway acknowledged before the
   * call.
   */
  public CompletableFuture<PartitionLog> upToDate(String room) {
    return log(room).thenCompose(log -> bounded(positions.caughtUp(log)).thenApply(end -> log));
  }

  /** Whether a client has an event of a room that this gateway has not read yet. */
  public boolean isBehind(String room, long seq) {
    try {
      PartitionLog log = logs.apply(room);
      return Seq.epoch(seq) == log.epoch().epoch() && seq >= log.epoch().seq(log.end());
    } catch (Refusal unavailable) {
      return false;
    }
  }

  /**
   * Completes once this gateway has read all that any gateway acknowledged in any partition before
   * the call.
   */
  public CompletableFuture<Void> allUpToDate() {
    return bounded(positions.allCaughtUp());
  }

  /**
   * The partitions of which this gateway could not read, within the time of a read, all that any
   * gateway acknowledged before the call. Fails with {@code unavailable} only while no partition is
   * known.
   */
  public CompletableFuture<Set<Integer>> behind() {
    return positions.behind(settings.timeout());
  }

  /** Reads what any answer may need: the log's end, the watermark, the tables. */
  CompletableFuture<Void> probe() {
    return allUpToDate()
        .thenApply(all -> logs.apply(NO_ROOM))
        .thenCompose(log -> lastBefore(log, NO_ROOM, log.epoch().seq(log.start())))
        .thenAccept(events -> {});
  }

  /** The room's partition, once it knows the event before the room's first event in the tail. */
  public CompletableFuture<Grounded> grounded(String room) {
    return log(room).thenCompose(log -> grounded(log, room));
  }

  /** The room's partition; fails if there is none. */
  private CompletableFuture<PartitionLog> log(String room) {
    return CompletableFuture.completedFuture(room).thenApply(logs);
  }

  private CompletableFuture<Grounded> grounded(PartitionLog log, String room) {
    if (log.knowsPrev(room)) {
      return CompletableFuture.completedFuture(new Grounded(log, null));
    }
    PrevLookup lookup = log.lookUpPrev(room);
    return lastBefore(log, room, lookup.before())
        .whenComplete(
            (events, error) -> {
              if (error == null) {
                lookup.answer(events.isEmpty() ? Seq.NONE : events.get(0).seq());
              }
              lookup.end();
            })
        .thenApply(events -> new Grounded(log, events.isEmpty() ? null : events.get(0)));
  }

  /**
   * The events that a client with {@code after} has missed up to {@code last}, an event of this
   * room that the tail knows.
   *
   * @return all of them in log order, or empty if they can't be read or exceed the limits. Never
   *     fails
   */
  public CompletableFuture<Optional<List<LoggedEvent>>> missed(
      Grounded grounded, String room, long after, long last) {
    PartitionLog log = grounded.log();
    boolean otherLog = after != Seq.NONE && Seq.epoch(after) != log.epoch().epoch();
    if (after > last || otherLog) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    TailSlice slice = log.slice(room, after, last + 1, EventKind.ANY, settings.maxMissed() + 1);
    if (slice.events().size() > settings.maxMissed()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    if (slice.covers(after)) {
      return CompletableFuture.completedFuture(Optional.of(slice.events()));
    }
    LoggedEvent lastBefore = grounded.lastBefore();
    if (lastBefore != null && slice.from() == lastBefore.seq() + 1 && lastBefore.prev() <= after) {
      return CompletableFuture.completedFuture(
          withinLimits(join(List.of(lastBefore), slice.events())));
    }
    return bounded(
            cancellation ->
                missedBefore(log, room, after, slice.events(), slice.from(), cancellation))
        .exceptionally(error -> Optional.empty());
  }

  /**
   * The newest events of a room before a seq.
   *
   * @return at most {@code limit}, in log order
   */
  public CompletableFuture<List<LoggedEvent>> before(
      PartitionLog log, String room, long before, EventKind kind, int limit) {
    TailSlice slice = log.slice(room, Seq.NONE, before, kind, limit);
    if (slice.lacksPrev()) {
      return grounded(room)
          .thenCompose(grounded -> before(grounded.log(), room, before, kind, limit));
    }
    int missing = limit - slice.events().size();
    if (missing == 0 || slice.covers(Seq.NONE)) {
      return CompletableFuture.completedFuture(slice.events());
    }
    long floor = Math.min(before, slice.from());
    return bounded(cancellation -> archive.before(log, room, floor, kind, missing, cancellation))
        .thenApply(events -> join(events, slice.events()));
  }

  /**
   * The oldest events of a room after a seq.
   *
   * @return at most {@code limit}, in log order
   */
  public CompletableFuture<List<LoggedEvent>> after(
      PartitionLog log, String room, long after, EventKind kind, int limit) {
    TailSlice slice = log.sliceAfter(room, after, kind, limit);
    if (slice.lacksPrev()) {
      return grounded(room)
          .thenCompose(grounded -> after(grounded.log(), room, after, kind, limit));
    }
    if (slice.covers(after)) {
      return CompletableFuture.completedFuture(first(slice.events(), limit));
    }
    return bounded(
            cancellation ->
                archive.between(log, room, after, slice.from(), kind, limit, cancellation))
        .thenApply(events -> first(join(events, slice.events()), limit));
  }

  /** The event of a room at a position; the cost does not depend on other events of the room. */
  public CompletableFuture<Optional<LoggedEvent>> at(PartitionLog log, String room, long seq) {
    TailSlice slice = log.at(room, seq);
    if (slice.lacksPrev()) {
      return grounded(room).thenCompose(grounded -> at(grounded.log(), room, seq));
    }
    return slice.covers(seq - 1) || !slice.events().isEmpty()
        ? CompletableFuture.completedFuture(slice.events().stream().findFirst())
        : bounded(cancellation -> archive.at(log, room, seq, cancellation));
  }

  /**
   * Counts the undeleted messages by others between two seqs. The cost is a small index row per
   * message, also of the reader's own and of deleted ones, and nothing for other events. Counts
   * backwards, up to {@code max} or through the newest 20,000 messages.
   *
   * @param reader the user's id
   * @param before exclusive; {@link #END} for all
   * @param max where counting stops
   */
  public CompletableFuture<UnreadMessages> unread(
      PartitionLog log, String room, String reader, long after, long before, int max) {
    return unread(log, room, new Unread(reader, after, max, 0, 0, 0), before);
  }

  private CompletableFuture<UnreadMessages> unread(
      PartitionLog log, String room, Unread unread, long before) {
    TailSlice slice = log.slice(room, unread.after(), before, EventKind.MESSAGE, Unread.STEP);
    Unread counted =
        unread.count(slice.events().stream().map(IndexedEvent::of).toList(), Map.of(), NONE_ERASED);
    if (counted.isEnough() || slice.covers(unread.after())) {
      return CompletableFuture.completedFuture(counted.messages());
    }
    return slice.events().size() == Unread.STEP
        ? unread(log, room, counted, slice.events().get(0).seq())
        : bounded(
            cancellation ->
                archive.unread(log, room, counted, Math.min(before, slice.from()), cancellation));
  }

  /** Whether a room has an event of a kind after a seq; usually the tail knows. */
  public CompletableFuture<Boolean> hasAfter(
      PartitionLog log, String room, long after, EventKind kind) {
    return log.slice(room, after, END, kind, 1).events().isEmpty()
        ? after(log, room, after, kind, 1).thenApply(events -> !events.isEmpty())
        : CompletableFuture.completedFuture(true);
  }

  /**
   * Reads the events before the tail without reference to the client's position, so a storm of
   * clients of one room shares one look-up per step. Stops at the first step that exceeds the
   * limits.
   *
   * @param newer the missed events from {@code before} on
   */
  private CompletableFuture<Optional<List<LoggedEvent>>> missedBefore(
      PartitionLog log,
      String room,
      long after,
      List<LoggedEvent> newer,
      long before,
      Cancellation cancellation) {
    int limit = Math.min(STEP, settings.maxMissed() + 1 - newer.size());
    return archive
        .before(log, room, before, EventKind.ANY, limit, cancellation)
        .thenCompose(
            events -> {
              List<LoggedEvent> missed =
                  join(events.stream().filter(event -> event.seq() > after).toList(), newer);
              if (withinLimits(missed).isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
              }
              boolean covered = events.size() < limit || events.get(0).prev() <= after;
              return covered
                  ? CompletableFuture.completedFuture(Optional.of(missed))
                  : missedBefore(log, room, after, missed, events.get(0).seq(), cancellation);
            });
  }

  private Optional<List<LoggedEvent>> withinLimits(List<LoggedEvent> missed) {
    return missed.size() > settings.maxMissed() || bytes(missed) > maxMissedBytes
        ? Optional.empty()
        : Optional.of(missed);
  }

  private static long bytes(List<LoggedEvent> events) {
    return events.stream().mapToLong(event -> event.value().length).sum();
  }

  private CompletableFuture<List<LoggedEvent>> lastBefore(PartitionLog log, String room, long seq) {
    return bounded(cancellation -> archive.before(log, room, seq, EventKind.ANY, 1, cancellation));
  }

  /**
   * Runs work with a deadline; work beyond it is cancelled, and the answer is {@code unavailable}.
   */
  private <T> CompletableFuture<T> bounded(Function<Cancellation, CompletableFuture<T>> work) {
    CompletableFuture<T> mine = new CompletableFuture<>();
    deadlines.set(mine, settings.timeout());
    var unused =
        work.apply(mine::isDone)
            .whenComplete(
                (answer, error) -> {
                  if (error == null) {
                    mine.complete(answer);
                  } else {
                    mine.completeExceptionally(error);
                  }
                });
    return mine.handle(History::orUnavailable);
  }

  /** Sets a deadline, after which the answer is {@code unavailable}. */
  private <T> CompletableFuture<T> bounded(CompletableFuture<T> answer) {
    CompletableFuture<T> mine = answer.copy();
    deadlines.set(mine, settings.timeout());
    return mine.handle(History::orUnavailable);
  }

  private static <T> T orUnavailable(T value, @Nullable Throwable error) {
    if (error != null) {
      if (PageTooLarge.isCauseOf(error)) {
        throw new CompletionException(error);
      }
      LOG.debug("the log or the tables can't be read", error);
      throw RoomLog.unavailable();
    }
    return value;
  }
}
