package chat.gateway.room;

import chat.contract.event.EventSummary;
import chat.contract.log.Seq;
import chat.gateway.history.History;
import chat.gateway.log.EventKind;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Loads rooms: from the tables and the log after the watermark, or from the tail alone if a room
 * was created within it.
 */
final class RoomLoader {

  /** Maximum number of changes of one room that are read at once. */
  private static final int MAX_CHANGES = 1_000_000;

  /** Messages that slow mode reads per page for a room that was not in memory. */
  private static final int RECENT_MESSAGES = 200;

  /**
   * Maximum number of messages that slow mode reads; each sender has at most one in the interval.
   */
  private static final int MAX_SENDERS = 10_000;

  private final Function<String, PartitionLog> logs;
  private final LogPositions positions;
  private final History history;
  private final RoomStates tables;
  private final RoomMemory memory;
  private final InstantSource clock;

  RoomLoader(
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

  /** Whether a room exists and is public, without loading its members. */
  CompletableFuture<Boolean> isPublic(String room) {
    PartitionLog log = logs.apply(room);
    long written = log.epoch().seq(log.watermark()) - 1;
    return tables
        .describe(room)
        .thenCombine(
            history.after(log, room, written, EventKind.ROOM_CHANGE, MAX_CHANGES), this::upToDate)
        .thenApply(snapshot -> snapshot.state().exists() && snapshot.state().isPublic())
        .toCompletableFuture();
  }

  /**
   * A room as of a position.
   *
   * @param upTo the position of the last change that the state includes
   */
  record Snapshot(RoomState state, long upTo) {}

  /** Loads a room. */
  CompletableFuture<Snapshot> load(String room) {
    PartitionLog log = logs.apply(room);
    long beginning = log.beginning(room);
    return beginning > Seq.NONE ? inTail(log, room, beginning) : inTables(log, room);
  }

  /** Reads a room that was created within the tail, from the tail alone. */
  private CompletableFuture<Snapshot> inTail(PartitionLog log, String room, long beginning) {
    List<LoggedEvent> changes =
        log.sliceAfter(room, beginning - 1, EventKind.ROOM_CHANGE, MAX_CHANGES).events();
    if (changes.isEmpty() || changes.get(0).seq() != beginning) {
      return inTables(log, room); // its first event has just left the tail
    }
    Snapshot snapshot = upToDate(new RoomState(room), changes);
    if (snapshot.state().slowModeSeconds() > 0) {
      addSenders(log, snapshot.state(), beginning);
    }
    return CompletableFuture.completedFuture(snapshot);
  }

  /** Reads the watermark before the tables: the log after it has all that they lack. */
  private CompletableFuture<Snapshot> inTables(PartitionLog log, String room) {
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
                            MAX_CHANGES),
                        this::upToDate))
        .thenCompose(
            snapshot -> {
              snapshot.state().forgetMutes(clock.millis());
              return withSenders(log, snapshot.state()).thenApply(done -> snapshot);
            });
  }

  private Snapshot upToDate(RoomState state, List<LoggedEvent> changes) {
    changes.forEach(change -> memory.decode(change).ifPresent(state::apply));
    return new Snapshot(state, changes.isEmpty() ? 0 : changes.get(changes.size() - 1).seq());
  }

  /** Adds the recent senders, which slow mode needs. */
  private CompletableFuture<Void> withSenders(PartitionLog log, RoomState state) {
    if (state.slowModeSeconds() == 0) {
      return CompletableFuture.completedFuture(null);
    }
    addSenders(log, state, Seq.NONE);
    return withSenders(log, state, History.END, MAX_SENDERS);
  }

  /** Adds the senders in the tail; before it, no index names those of emitted events. */
  private void addSenders(PartitionLog log, RoomState state, long after) {
    log.slice(state.room(), after, History.END, EventKind.SENT, MAX_SENDERS)
        .events()
        .forEach(event -> sent(state, event));
  }

  /** Reads page by page, back to the start of the interval. */
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

  /** Records the sender of a message, deleted or not; an unreadable message has none. */
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
