package chat.gateway.room;

import chat.contract.EventSummary;
import chat.contract.Seq;
import chat.gateway.history.History;
import chat.gateway.log.Deadlines;
import chat.gateway.log.EventKind;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.problem.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The rooms that are in use here, as the log has them: read once from the tables and brought up to
 * the log's end, then kept right by every event that the feed takes. So a decision about a room
 * costs nothing but a look into memory, and all gateways come to the same. A room that was made
 * within the tail is there without the tables. What has to be read from these waits its turn.
 */
public final class Rooms {

  /** More changes of one room than this are never to be caught up with at once. */
  private static final int MOST_CHANGES = 1_000_000;

  /** How many messages slow mode reads at once of a room that was not in memory. */
  private static final int RECENT_MESSAGES = 200;

  /** As each sender has at most one message in the time, that is a room with so many of them. */
  private static final int MOST_SENDERS = 10_000;

  /** How many rooms are looked up at a time; each takes a few queries, side by side. */
  private static final int AT_ONCE = 32;

  /** How many listings of all rooms of a user are made at a time; each may take some MB. */
  private static final int LISTINGS_AT_ONCE = 4;

  /** How many of them wait. */
  private static final int MOST_LISTINGS = 10_000;

  /** How many look-ups wait: rooms times sockets, when those of another gateway come here. */
  private static final int MOST_WAITING = 100_000;

  /** So long a look-up waits for its turn at most. */
  private static final Duration TURN = Duration.ofSeconds(60);

  /**
   * So long it may take to load a room, from its turn on; its parts have deadlines of their own.
   */
  private static final Duration LOAD = Duration.ofSeconds(15);

  private final Function<String, PartitionLog> logs;
  private final LogPositions positions;
  private final History history;
  private final RoomStates tables;
  private final RoomMemory memory;
  private final InstantSource clock;
  private final Deadlines deadlines;
  private final FairQueue lookUps;
  private final FairQueue listings;

  Rooms(
      Function<String, PartitionLog> logs,
      LogPositions positions,
      History history,
      RoomStates tables,
      RoomMemory memory,
      InstantSource clock,
      Deadlines deadlines) {
    this.logs = logs;
    this.positions = positions;
    this.history = history;
    this.tables = tables;
    this.memory = memory;
    this.clock = clock;
    this.deadlines = deadlines;
    this.lookUps = new FairQueue(AT_ONCE, AT_ONCE, MOST_WAITING, TURN, deadlines);
    this.listings = new FairQueue(LISTINGS_AT_ONCE, 1, MOST_LISTINGS, TURN, deadlines);
  }

  /** A room's partition. */
  public PartitionLog logOf(String room) {
    return logs.apply(room);
  }

  /** The place in a room's partition up to which this gateway knows its rooms. */
  long asOf(String room) {
    return logs.apply(room).end();
  }

  /** The same as for a user, on account of the system. */
  CompletableFuture<RoomState> find(String room) {
    return find(room, Requester.SYSTEM);
  }

  /**
   * A room, at least as of this call's place in the log as this gateway knows it. Of all that have
   * to be looked up some are at a time, and those of different users in turn: as many rooms as one
   * likes may be asked for at once.
   *
   * @return fails with a refusal; always ends
   */
  public CompletableFuture<RoomState> find(String room, Requester requester) {
    RoomState known = memory.known(room);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    return refusing(
        () ->
            logs.apply(room).beginning(room) > Seq.NONE
                ? load(room)
                : lookUps.run(requester, () -> load(room)));
  }

  /**
   * A room that passes a check, which throws a {@link Refusal} if it doesn't. Before that is told,
   * the room is looked at once more as of all that any gateway has acknowledged.
   */
  public CompletableFuture<RoomState> find(
      String room, Requester requester, Consumer<RoomState> check) {
    return find(room, requester)
        .thenCompose(
            state -> {
              try {
                check.accept(state);
                return CompletableFuture.completedFuture(state);
              } catch (Refusal refusal) {
                return upToDate(room, requester).thenApply(latest -> checked(latest, check));
              }
            });
  }

  /**
   * Keeps a room in memory, from when it is found until it is let go.
   *
   * @throws Refusal {@code unavailable} if as many are kept as may be, or as this user may have
   */
  HeldRoom hold(String room, String user) {
    return memory.hold(room, user);
  }

  /** A room's partition, once it knows what stands before the room's events in its tail. */
  CompletableFuture<PartitionLog> grounded(String room, Requester requester) {
    return refusing(
        () -> {
          PartitionLog log = logs.apply(room);
          return log.isGrounded(room)
              ? CompletableFuture.completedFuture(log)
              : lookUps.run(requester, () -> history.grounded(room));
        });
  }

  /** Looks something else up for a user when it is its turn. */
  public <T> CompletableFuture<T> inTurn(
      Requester requester, Supplier<CompletableFuture<T>> lookUp) {
    return lookUps.run(requester, lookUp);
  }

  /**
   * Goes through all rooms of a user when it is their turn, never twice at a time for one user. The
   * listing may look things up in turn.
   */
  public <T> CompletableFuture<T> listing(
      Requester requester, Supplier<CompletableFuture<T>> listing) {
    return listings.run(requester, listing);
  }

  private static <T> CompletableFuture<T> refusing(Supplier<CompletableFuture<T>> call) {
    try {
      return call.get();
    } catch (Refusal refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
  }

  /** A room as of all that any gateway has acknowledged. */
  CompletableFuture<RoomState> upToDate(String room) {
    return upToDate(room, Requester.SYSTEM);
  }

  /** The same on account of a user. */
  public CompletableFuture<RoomState> upToDate(String room, Requester requester) {
    return history.upToDate(room).thenCompose(log -> find(room, requester));
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

  private CompletableFuture<RoomState> load(String room) {
    return memory.get(room, entry -> load(room, entry));
  }

  private void load(String room, RoomEntry entry) {
    CompletableFuture<Snapshot> loading = snapshot(room);
    deadlines.set(loading, LOAD);
    var unused =
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

  private CompletableFuture<Snapshot> snapshot(String room) {
    PartitionLog log = logs.apply(room);
    long beginning = log.beginning(room);
    return beginning > Seq.NONE ? inTail(log, room, beginning) : inTables(log, room);
  }

  /** A room that was made within the tail: all that matters is at hand. */
  private CompletableFuture<Snapshot> inTail(PartitionLog log, String room, long beginning) {
    List<LoggedEvent> changes =
        log.sliceAfter(room, beginning - 1, EventKind.ROOM_CHANGE, MOST_CHANGES).events();
    if (changes.isEmpty() || changes.get(0).seq() != beginning) {
      return inTables(log, room); // its beginning left the tail just now
    }
    Snapshot snapshot = upToDate(new RoomState(room), changes);
    if (snapshot.state().slowModeSeconds() > 0) {
      log.slice(room, beginning, History.END, EventKind.MESSAGE, MOST_SENDERS)
          .events()
          .forEach(message -> sent(snapshot.state(), message));
    }
    return CompletableFuture.completedFuture(snapshot);
  }

  /** The watermark comes before the tables: what they miss is in the log after it. */
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
                            MOST_CHANGES),
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
