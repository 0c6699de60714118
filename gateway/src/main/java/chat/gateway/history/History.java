package chat.gateway.history;

import chat.contract.Seq;
import chat.gateway.log.EventKind;
import chat.gateway.log.Grounding;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomFeed;
import chat.gateway.log.RoomLog;
import chat.gateway.log.TailSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A room's log as one thing: the tail in memory, and before it the tables up to the writer's
 * watermark. It gives a range as a whole or fails with {@code unavailable}; never a range with a
 * hole.
 */
public final class History {

  /** Greater than every seq. */
  public static final long END = Long.MAX_VALUE;

  private final RoomFeed feed;
  private final LogPositions positions;
  private final EventTables tables;
  private final HistorySettings settings;

  History(RoomFeed feed, LogPositions positions, EventTables tables, HistorySettings settings) {
    this.feed = feed;
    this.positions = positions;
    this.tables = tables;
    this.settings = settings;
  }

  /** The room's partition, once it has all that any gateway acknowledged before the call. */
  public CompletableFuture<PartitionLog> upToDate(String room) {
    PartitionLog log = feed.logOf(room);
    return positions
        .caughtUp(log)
        .orTimeout(settings.catchUpTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .handle((end, error) -> orUnavailable(log, error));
  }

  /** The room's partition, once it knows what stands before the room's events in its tail. */
  public CompletableFuture<PartitionLog> grounded(String room) {
    PartitionLog log = feed.logOf(room);
    if (log.isGrounded(room)) {
      return CompletableFuture.completedFuture(log);
    }
    Grounding grounding = log.ground(room);
    return complete(log, grounding.before())
        .thenCompose(nothing -> tables.before(room, grounding.before(), 1))
        .whenComplete(
            (events, error) -> {
              if (error == null) {
                grounding.answer(events.isEmpty() ? Seq.NONE : events.get(0).seq());
              }
              grounding.end();
            })
        .handle((events, error) -> orUnavailable(log, error));
  }

  /**
   * What somebody who holds {@code after} has missed up to {@code last}, both events of this room.
   *
   * @return all of it in log order, or empty if that can't be had or is more than {@code limit}.
   *     Never fails
   */
  public CompletableFuture<Optional<List<LoggedEvent>>> missed(
      PartitionLog log, String room, long after, long last, int limit) {
    boolean otherLog = after != Seq.NONE && Seq.epoch(after) != log.epoch().epoch();
    if (after > last || otherLog) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    TailSlice slice = log.slice(room, after, last + 1, EventKind.ANY, limit + 1);
    if (slice.events().size() > limit) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    if (slice.covers(after)) {
      return CompletableFuture.completedFuture(Optional.of(slice.events()));
    }
    int missing = limit + 1 - slice.events().size();
    return complete(log, slice.from())
        .thenCompose(nothing -> tables.between(room, after, slice.from(), missing))
        .thenApply(
            events ->
                events.size() == missing
                    ? Optional.<List<LoggedEvent>>empty()
                    : Optional.of(join(events, slice.events())))
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
    return complete(log, floor)
        .thenCompose(nothing -> tableBefore(room, floor, kind, missing, List.of()))
        .thenApply(events -> join(events, slice.events()));
  }

  /**
   * The oldest events of a room after a seq.
   *
   * @return at most {@code limit}, in log order
   */
  public CompletableFuture<List<LoggedEvent>> after(
      PartitionLog log, String room, long after, EventKind kind, int limit) {
    TailSlice slice = log.slice(room, after, END, kind, Integer.MAX_VALUE);
    if (slice.isUngrounded()) {
      return grounded(room).thenCompose(grounded -> after(grounded, room, after, kind, limit));
    }
    if (slice.covers(after)) {
      return CompletableFuture.completedFuture(first(slice.events(), limit));
    }
    return complete(log, slice.from())
        .thenCompose(nothing -> tableAfter(room, after, slice.from(), kind, limit, List.of()))
        .thenApply(events -> first(join(events, slice.events()), limit));
  }

  /** Done when the tables hold all events before a seq; fails if they don't yet. */
  private CompletableFuture<Long> complete(PartitionLog log, long before) {
    if (Seq.epoch(before) != log.epoch().epoch()) {
      return CompletableFuture.completedFuture(0L);
    }
    return positions
        .watermark(log)
        .orTimeout(settings.catchUpTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .thenCompose(
            watermark ->
                watermark >= Seq.offset(before)
                    ? CompletableFuture.completedFuture(watermark)
                    : CompletableFuture.failedFuture(RoomLog.unavailable()))
        .handle(History::orUnavailable);
  }

  private CompletionStage<List<LoggedEvent>> tableBefore(
      String room, long before, EventKind kind, int limit, List<LoggedEvent> found) {
    int missing = limit - found.size();
    return tables
        .before(room, before, missing)
        .thenCompose(
            events -> {
              List<LoggedEvent> all = join(filter(events, kind), found);
              return events.size() < missing || all.size() == limit
                  ? CompletableFuture.completedStage(all)
                  : tableBefore(room, events.get(0).seq(), kind, limit, all);
            });
  }

  private CompletionStage<List<LoggedEvent>> tableAfter(
      String room, long after, long before, EventKind kind, int limit, List<LoggedEvent> found) {
    int missing = limit - found.size();
    return tables
        .between(room, after, before, missing)
        .thenCompose(
            events -> {
              List<LoggedEvent> all = join(found, filter(events, kind));
              return events.size() < missing || all.size() == limit
                  ? CompletableFuture.completedStage(all)
                  : tableAfter(room, events.get(events.size() - 1).seq(), before, kind, limit, all);
            });
  }

  private static List<LoggedEvent> filter(List<LoggedEvent> events, EventKind kind) {
    return events.stream().filter(event -> kind.includes(event.type())).toList();
  }

  private static List<LoggedEvent> join(List<LoggedEvent> older, List<LoggedEvent> newer) {
    List<LoggedEvent> all = new ArrayList<>(older);
    all.addAll(newer);
    return all;
  }

  private static List<LoggedEvent> first(List<LoggedEvent> events, int limit) {
    return events.subList(0, Math.min(limit, events.size()));
  }

  private static <T> T orUnavailable(T value, @Nullable Throwable error) {
    if (error != null) {
      throw RoomLog.unavailable();
    }
    return value;
  }
}
