package chat.gateway.room;

import chat.contract.log.Seq;
import chat.edge.problem.Refusal;
import chat.gateway.history.Grounded;
import chat.gateway.history.History;
import chat.gateway.log.Deadlines;
import chat.gateway.log.LogPositions;
import chat.gateway.log.PartitionLog;
import chat.gateway.queue.FairQueue;
import chat.gateway.queue.Requester;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rooms in use at this gateway. A room is loaded once from the tables and the log after the
 * watermark, then updated by every event of the feed. A decision about a room therefore only reads
 * memory, and all gateways decide alike. A room that was created within the tail is read from the
 * tail alone. Reading the tables waits its turn.
 */
public final class Rooms {

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
  private final History history;
  private final RoomMemory memory;
  private final RoomLoader loader;
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
    this.history = history;
    this.memory = memory;
    this.loader = new RoomLoader(logs, positions, history, tables, memory, clock);
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

  /** A room as far as it is in memory. */
  @Nullable RoomState known(String room) {
    return memory.known(room);
  }

  /** Whether a room exists and is public, without loading its members. */
  CompletableFuture<Boolean> isPublic(String room) {
    RoomState known = memory.known(room);
    if (known != null) {
      return CompletableFuture.completedFuture(known.exists() && known.isPublic());
    }
    return loader.isPublic(room);
  }

  private static RoomState checked(RoomState state, Consumer<RoomState> check) {
    check.accept(state);
    return state;
  }

  private CompletableFuture<RoomState> load(String room) {
    return memory.get(room, entry -> load(room, entry));
  }

  private void load(String room, RoomEntry entry) {
    CompletableFuture<RoomLoader.Snapshot> loading = loader.load(room);
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
}
