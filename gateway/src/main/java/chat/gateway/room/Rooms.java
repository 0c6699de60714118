package chat.gateway.room;

import chat.contract.event.EventSummary;
import chat.contract.log.Seq;
import chat.edge.problem.Refusal;
import chat.gateway.history.Grounded;
import chat.gateway.history.History;
import chat.gateway.log.Deadlines;
import chat.gateway.log.EventKind;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The rooms in use at this gateway. A room is loaded once from the tables and the log after the
 * watermark, then updated by every event of the feed. A decision about a room therefore only reads
 * memory, and all gateways decide alike. A room that was created within the tail is read from the
 * tail alone. Reading the tables waits its turn.
 */
public final class Rooms {

  /** Maximum number of changes of one room that are read at once. */
  private static final int MAX_CHANGES = 1_000_000;

  /** Messages that slow mode reads per page for a room that was not in memory. */
  private static final int RECENT_MESSAGES = 200;

  /**
   * Maximum number of messages that slow mode reads; each sender has at most one in the interval.
   */
  private static final int MAX_SENDERS = 10_000;

  /** Rooms that are looked up at a time; each takes a few concurrent queries. */
  private static final int AT_ONCE = 32;

  /** Listings of all rooms of a user that run at a time; each may take some MB. */
  private static final int LISTINGS_AT_ONCE = 4;

  /** Maximum number of waiting listings. */
  private static final int MAX_LISTINGS = 10_000;

  /**
   * Maximum number of waiting look-ups: rooms times connections when those of another gateway
   * arrive.
   */
  private static final int MAX_WAITING = 100_000;

  /** Maximum time that a look-up waits for its turn. */
  private static final Duration TURN = Duration.ofSeconds(60);

  /** Maximum time to load a room, once it is its turn; the parts have deadlines of their own. */
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

  public Rooms(
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
    this.lookUps = new FairQueue(AT_ONCE, AT_ONCE, MAX_WAITING, TURN, deadlines);
    this.listings = new FairQueue(LISTINGS_AT_ONCE, 1, MAX_LISTINGS, TURN, deadlines);
  }

  /** A room's partition. */
  public PartitionLog logOf(String room) {
    return logs.apply(room);
  }

  /** The position up to which this gateway knows a room's partition. */
  long asOf(String room) {
    return logs.apply(room).end();
  }

  /** Finds a room on behalf of the gateway itself. */
  CompletableFuture<RoomState> find(String room) {
    return find(room, Requester.SYSTEM);
  }

  /**
   * Finds a room, at least as of what this gateway has read from the log. Look-ups are limited in
   * number and users take turns, so any number of rooms may be asked for at once.
   *
   * @return always completes; fails with a refusal
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
   * Finds a room that passes a check, which throws a {@link Refusal} if it does not. Before a
   * refusal is returned, the room is checked again as of all that any gateway has acknowledged.
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
   * Holds a room in memory, from when it is found until it is released.
   *
   * @throws Refusal {@code unavailable} if the held rooms, or this user's, have reached the limit
   */
  HeldRoom hold(String room, String user) {
    return memory.hold(room, user);
  }

  /** A room's partition, once it knows the event before the room's first event in the tail. */
  CompletableFuture<Grounded> grounded(String room, Requester requester) {
    return refusing(
        () -> {
          PartitionLog log = logs.apply(room);
          return log.knowsPrev(room)
              ? CompletableFuture.completedFuture(new Grounded(log, null))
              : lookUps.run(requester, () -> history.grounded(room));
        });
  }

  /** Runs another look-up in the user's turn. */
  public <T> CompletableFuture<T> inTurn(
      Requester requester, Supplier<CompletableFuture<T>> lookUp) {
    return lookUps.run(requester, lookUp);
  }

  /**
   * Runs a listing of all rooms of a user in the user's turn, one at a time per user. The listing
   * may run look-ups.
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

  /** Finds a room as of all that any gateway has acknowledged. */
  CompletableFuture<RoomState> upToDate(String room) {
    return upToDate(room, Requester.SYSTEM);
  }

  /** Finds a room as of all that any gateway has acknowledged, in a user's turn. */
  public CompletableFuture<RoomState> upToDate(String room, Requester requester) {
    return history.upToDate(room).thenCompose(log -> find(room, requester));
  }

  /** Whether a room exists and is public, without loading its members. */
  CompletableFuture<Boolean> isPublic(String room) {
    RoomState known = memory.known(room);
    if (known != null) {
      return CompletableFuture.completedFuture(known.exists() && known.isPublic());
    }
    PartitionLog log = logs.apply(room);
    long written = log.epoch().seq(log.watermark()) - 1;
    return tables
        .describe(room)
        .thenCombine(
            history.after(log, room, written, EventKind.ROOM_CHANGE, MAX_CHANGES), this::upToDate)
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
   * A room as of a position.
   *
   * @param upTo the position of the last change that the state includes
   */
  private record Snapshot(RoomState state, long upTo) {}

  private CompletableFuture<Snapshot> snapshot(String room) {
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
      log.slice(room, beginning, History.END, EventKind.MESSAGE, MAX_SENDERS)
          .events()
          .forEach(message -> sent(snapshot.state(), message));
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
    return state.slowModeSeconds() == 0
        ? CompletableFuture.completedFuture(null)
        : withSenders(log, state, History.END, MAX_SENDERS);
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
