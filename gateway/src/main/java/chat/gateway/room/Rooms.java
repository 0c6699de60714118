package chat.gateway.room;

import chat.contract.EventSummary;
import chat.gateway.history.History;
import chat.gateway.log.EventKind;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.problem.Refusal;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The rooms that are in use here, as the log has them: read once from the tables and brought up to
 * the log's end, then kept right by every event that the feed takes. So a decision about a room
 * costs nothing but a look into memory, and all gateways come to the same.
 */
final class Rooms {

  /** More changes of one room than this are never to be caught up with at once. */
  private static final int MOST_CHANGES = 1_000_000;

  /** How many messages slow mode reads at once of a room that was not in memory. */
  private static final int RECENT_MESSAGES = 200;

  /** As each sender has at most one message in the time, that is a room with so many of them. */
  private static final int MOST_SENDERS = 10_000;

  private final Function<String, PartitionLog> logs;
  private final LogPositions positions;
  private final History history;
  private final RoomStates tables;
  private final RoomMemory memory;
  private final InstantSource clock;

  Rooms(
      Function<String, PartitionLog> logs,
      LogPositions positions,
      History history,
      RoomStates tables,
      RoomMemory memory,
      InstantSource clock) {
    this.logs = logs;
    this.positions = positions;
    this.history = history;
    this.tables = tables;
    this.memory = memory;
    this.clock = clock;
  }

  /** A room's partition. */
  PartitionLog logOf(String room) {
    return logs.apply(room);
  }

  /** The place in a room's partition up to which this gateway knows its rooms. */
  long asOf(String room) {
    return logs.apply(room).end();
  }

  /** A room, at least as of this call's place in the log as this gateway knows it. */
  CompletableFuture<RoomState> find(String room) {
    return memory.get(room, entry -> load(room, entry));
  }

  /**
   * A room that passes a check, which throws a {@link Refusal} if it doesn't. Before that is told,
   * the room is looked at once more as of all that any gateway has acknowledged.
   */
  CompletableFuture<RoomState> find(String room, Consumer<RoomState> check) {
    return find(room)
        .thenCompose(
            state -> {
              try {
                check.accept(state);
                return CompletableFuture.completedFuture(state);
              } catch (Refusal refusal) {
                return upToDate(room).thenApply(latest -> checked(latest, check));
              }
            });
  }

  /** A room as of all that any gateway has acknowledged. */
  CompletableFuture<RoomState> upToDate(String room) {
    return history.upToDate(room).thenCompose(log -> find(room));
  }

  /** Whether a room is there and public, without its members. */
  CompletableFuture<Boolean> isPublic(String room) {
    RoomState known = memory.known(room);
    if (known != null) {
      return CompletableFuture.completedFuture(known.exists() && known.isPublic());
    }
    PartitionLog log = logs.apply(room);
    long written = log.epoch().seq(log.written()) - 1;
    return tables
        .describe(room)
        .thenCombine(
            history.after(log, room, written, EventKind.ROOM_CHANGE, MOST_CHANGES), this::upToDate)
        .thenApply(snapshot -> snapshot.state().exists() && snapshot.state().isPublic())
        .toCompletableFuture();
  }

  private static RoomState checked(RoomState state, Consumer<RoomState> check) {
    check.accept(state);
    return state;
  }

  private void load(String room, RoomMemory.Entry entry) {
    CompletionStage<Snapshot> loading = snapshot(room);
    loading.whenComplete(
        (snapshot, error) -> {
          if (error == null) {
            memory.loaded(room, entry, snapshot.state(), snapshot.upTo());
          } else {
            memory.failed(room, entry, Refusal.from(error));
          }
        });
  }

  /**
   * A room at some place.
   *
   * @param upTo the last change of it that was taken in
   */
  private record Snapshot(RoomState state, long upTo) {}

  /** The watermark comes before the tables: what they miss is in the log after it. */
  private CompletableFuture<Snapshot> snapshot(String room) {
    PartitionLog log = logs.apply(room);
    return positions
        .watermark(log)
        .thenCompose(
            watermark ->
                tables
                    .load(room)
                    .thenCombine(
                        history.after(
                            log,
                            room,
                            log.epoch().seq(watermark) - 1,
                            EventKind.ROOM_CHANGE,
                            MOST_CHANGES),
                        this::upToDate))
        .thenCompose(snapshot -> withSenders(log, snapshot.state()).thenApply(done -> snapshot));
  }

  private Snapshot upToDate(RoomState state, List<LoggedEvent> changes) {
    changes.forEach(change -> memory.decode(change).ifPresent(state::apply));
    return new Snapshot(state, changes.isEmpty() ? 0 : changes.get(changes.size() - 1).seq());
  }

  /** Slow mode asks who wrote lately. */
  private CompletableFuture<Void> withSenders(PartitionLog log, RoomState state) {
    return state.slowModeSeconds() == 0
        ? CompletableFuture.completedFuture(null)
        : withSenders(log, state, History.END, MOST_SENDERS);
  }

  /** Page by page, back to where it no longer matters. */
  private CompletableFuture<Void> withSenders(
      PartitionLog log, RoomState state, long before, int left) {
    return history
        .before(log, state.room(), before, EventKind.MESSAGE, RECENT_MESSAGES)
        .thenCompose(
            page -> {
              long since = clock.millis() - state.slowModeSeconds() * 1000L;
              boolean isEnough =
                  page.size() < RECENT_MESSAGES
                      || left <= RECENT_MESSAGES
                      || sent(state, page.get(0)) < since;
              page.forEach(message -> sent(state, message));
              return isEnough
                  ? CompletableFuture.completedFuture(null)
                  : withSenders(log, state, page.get(0).seq(), left - RECENT_MESSAGES);
            });
  }

  /** Who wrote a message when, be it deleted since; what can't be read is nobody's. */
  private static long sent(RoomState state, LoggedEvent message) {
    try {
      EventSummary summary = EventSummary.of(message.value());
      String author = summary.author();
      if (author != null) {
        state.sent(author, summary.at());
      }
      return summary.at();
    } catch (IllegalArgumentException e) {
      return Long.MAX_VALUE;
    }
  }
}
