package chat.gateway.history;

import static chat.gateway.history.Events.first;
import static chat.gateway.history.Events.join;

import chat.contract.Seq;
import chat.gateway.log.Deadlines;
import chat.gateway.log.ErasedUsers;
import chat.gateway.log.EventKind;
import chat.gateway.log.Grounding;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
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
 * A room's log as one thing: the tail in memory, and before it the archive. It gives a range as a
 * whole or fails with {@code unavailable}, or with {@link PageTooLarge} if it is too much at once;
 * never a range with a hole.
 */
public final class History {

  private static final Logger LOG = LoggerFactory.getLogger(History.class);

  /** Greater than every seq. */
  public static final long END = Long.MAX_VALUE;

  /** A room that nobody has, as no room may be called so. */
  private static final String NOBODYS = "-";

  /** A step of a look-up for a client that was away; most were not away for long. */
  private static final int STEP = 100;

  /** The tail leaves out itself who was erased. */
  private static final ErasedUsers NONE_ERASED = new ErasedUsers();

  private final Function<String, PartitionLog> logs;
  private final LogPositions positions;
  private final Archive archive;
  private final HistorySettings settings;
  private final long maxMissedBytes;
  private final Deadlines deadlines;

  /**
   * A history over a log.
   *
   * @param logs the partition of a room
   * @param maxMissedBytes how much may be sent of what was missed: no more is read
   */
  History(
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

  /** The room's partition, once it has all that any gateway acknowledged before the call. */
  public CompletableFuture<PartitionLog> upToDate(String room) {
    return log(room).thenCompose(log -> bounded(positions.caughtUp(log)).thenApply(end -> log));
  }

  /** Done once all partitions have all that any gateway acknowledged before the call. */
  public CompletableFuture<Void> allUpToDate() {
    return bounded(positions.allCaughtUp());
  }

  /**
   * The numbers of the partitions that don't have, in the time that a read may take, all that any
   * gateway acknowledged before the call; all others have it. Fails with {@code unavailable} only
   * while no partition is known at all.
   */
  public CompletableFuture<Set<Integer>> behind() {
    return positions.behind(settings.timeout());
  }

  /** Asks for all that an answer may need: the log's end, how far the tables are, the tables. */
  CompletableFuture<Void> look() {
    return allUpToDate()
        .thenApply(all -> logs.apply(NOBODYS))
        .thenCompose(log -> lastBefore(log, NOBODYS, log.epoch().seq(log.start())))
        .thenAccept(events -> {});
  }

  /** The room's partition, once it knows what stands before the room's events in its tail. */
  public CompletableFuture<PartitionLog> grounded(String room) {
    return log(room).thenCompose(log -> grounded(log, room));
  }

  /** Fails where the room's log is not there. */
  private CompletableFuture<PartitionLog> log(String room) {
    return CompletableFuture.completedFuture(room).thenApply(logs);
  }

  private CompletableFuture<PartitionLog> grounded(PartitionLog log, String room) {
    if (log.isGrounded(room)) {
      return CompletableFuture.completedFuture(log);
    }
    Grounding grounding = log.ground(room);
    return lastBefore(log, room, grounding.before())
        .whenComplete(
            (events, error) -> {
              if (error == null) {
                grounding.answer(events.isEmpty() ? Seq.NONE : events.get(0).seq());
              }
              grounding.end();
            })
        .thenApply(events -> log);
  }

  /**
   * What somebody who holds {@code after} has missed up to {@code last}, an event of this room that
   * the tail knows of.
   *
   * @return all of it in log order, or empty if that can't be had or is more than may be sent.
   *     Never fails
   */
  public CompletableFuture<Optional<List<LoggedEvent>>> missed(
      PartitionLog log, String room, long after, long last) {
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
    if (slice.isUngrounded()) {
      return grounded(room).thenCompose(grounded -> before(grounded, room, before, kind, limit));
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
    if (slice.isUngrounded()) {
      return grounded(room).thenCompose(grounded -> after(grounded, room, after, kind, limit));
    }
    if (slice.covers(after)) {
      return CompletableFuture.completedFuture(first(slice.events(), limit));
    }
    return bounded(
            cancellation ->
                archive.between(log, room, after, slice.from(), kind, limit, cancellation))
        .thenApply(events -> first(join(events, slice.events()), limit));
  }

  /** The event of a room at a place; what else happened in the room costs nothing. */
  public CompletableFuture<Optional<LoggedEvent>> at(PartitionLog log, String room, long seq) {
    TailSlice slice = log.at(room, seq);
    if (slice.isUngrounded()) {
      return grounded(room).thenCompose(grounded -> at(grounded, room, seq));
    }
    return slice.covers(seq - 1) || !slice.events().isEmpty()
        ? CompletableFuture.completedFuture(slice.events().stream().findFirst())
        : bounded(cancellation -> archive.at(log, room, seq, cancellation));
  }

  /**
   * How many messages of others, not deleted, stand in a room after a seq. Costs a small row of an
   * index a message, also of the reader's own and of deleted ones, and nothing for other events;
   * counts from the room's end, and ends at {@code most}, or among the newest 20,000 messages.
   *
   * @param reader the user's id
   * @param most the greatest answer that matters
   * @return 0..{@code most}
   */
  public CompletableFuture<Integer> unread(
      PartitionLog log, String room, String reader, long after, int most) {
    return unread(log, room, new Unread(reader, after, most, 0, 0), END);
  }

  private CompletableFuture<Integer> unread(
      PartitionLog log, String room, Unread unread, long before) {
    TailSlice slice = log.slice(room, unread.after(), before, EventKind.MESSAGE, Unread.STEP);
    Unread counted =
        unread.count(slice.events().stream().map(Line::of).toList(), Map.of(), NONE_ERASED);
    if (counted.isEnough() || slice.covers(unread.after())) {
      return CompletableFuture.completedFuture(counted.number());
    }
    return slice.events().size() == Unread.STEP
        ? unread(log, room, counted, slice.events().get(0).seq())
        : bounded(
            cancellation ->
                archive.unread(log, room, counted, Math.min(before, slice.from()), cancellation));
  }

  /** Whether a room has an event after a seq; the tail mostly knows. */
  public CompletableFuture<Boolean> hasAfter(
      PartitionLog log, String room, long after, EventKind kind) {
    return log.slice(room, after, END, kind, 1).events().isEmpty()
        ? after(log, room, after, kind, 1).thenApply(events -> !events.isEmpty())
        : CompletableFuture.completedFuture(true);
  }

  /**
   * Asks for what is before the tail without saying what this client has: so a storm of clients of
   * one room is one question a step. Ends with the first step that is too much.
   *
   * @param newer what it has missed from {@code before} on
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
              if (missed.size() > settings.maxMissed() || bytes(missed) > maxMissedBytes) {
                return CompletableFuture.completedFuture(Optional.empty());
              }
              boolean covered = events.size() < limit || events.get(0).prev() <= after;
              return covered
                  ? CompletableFuture.completedFuture(Optional.of(missed))
                  : missedBefore(log, room, after, missed, events.get(0).seq(), cancellation);
            });
  }

  private static long bytes(List<LoggedEvent> events) {
    return events.stream().mapToLong(event -> event.value().length).sum();
  }

  private CompletableFuture<List<LoggedEvent>> lastBefore(PartitionLog log, String room, long seq) {
    return bounded(cancellation -> archive.before(log, room, seq, EventKind.ANY, 1, cancellation));
  }

  /** In time, or {@code unavailable}; what goes on from step to step ends then. */
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

  /** In time, or {@code unavailable}. */
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
      LOG.debug("what an answer needs can't be had", error);
      throw RoomLog.unavailable();
    }
    return value;
  }
}
