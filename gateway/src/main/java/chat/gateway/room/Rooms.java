package chat.gateway.room;

import chat.gateway.history.History;
import chat.gateway.log.EventKind;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.problem.Refusal;
import java.util.ArrayList;
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

  /** How many messages back slow mode looks in a room that was not in memory. */
  private static final int RECENT_MESSAGES = 200;

  private final Function<String, PartitionLog> logs;
  private final LogPositions positions;
  private final History history;
  private final RoomStates tables;
  private final RoomMemory memory;

  Rooms(
      Function<String, PartitionLog> logs,
      LogPositions positions,
      History history,
      RoomStates tables,
      RoomMemory memory) {
    this.logs = logs;
    this.positions = positions;
    this.history = history;
    this.tables = tables;
    this.memory = memory;
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

  private static RoomState checked(RoomState state, Consumer<RoomState> check) {
    check.accept(state);
    return state;
  }

  private void load(String room, RoomMemory.Entry entry) {
    CompletionStage<Snapshot> loading = snapshot(room);
    loading.whenComplete(
        (snapshot, error) -> {
          if (error == null) {
            memory.loaded(room, entry, snapshot.state(), snapshot.later());
          } else {
            memory.failed(room, entry, Refusal.from(error));
          }
        });
  }

  private record Snapshot(RoomState state, List<LoggedEvent> later) {}

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
                        (state, later) -> new Snapshot(state, withMessages(log, room, later))));
  }

  /** Slow mode asks who wrote lately; that stands in the tail alone. */
  private static List<LoggedEvent> withMessages(
      PartitionLog log, String room, List<LoggedEvent> changes) {
    List<LoggedEvent> all = new ArrayList<>(changes);
    all.addAll(log.slice(room, 0, History.END, EventKind.MESSAGE, RECENT_MESSAGES).events());
    return all;
  }
}
