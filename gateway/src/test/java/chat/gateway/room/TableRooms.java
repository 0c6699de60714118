package chat.gateway.room;

import chat.contract.Author;
import chat.contract.event.RoomChange;
import chat.contract.event.Visibility;
import chat.contract.log.ErasedUsers;
import chat.gateway.history.EmptyHistory;
import chat.gateway.history.History;
import chat.gateway.log.LogPositions;
import chat.gateway.log.MemoryLog;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rooms of one user in tables, and a log of one partition without later events. */
public final class TableRooms implements RoomStates, LogPositions {

  static final Author ANN = new Author("ann", "ann");

  final PartitionLog log = MemoryLog.startingAt(0).partition();
  final RoomSettings settings = new RoomSettings(true, 10_000, 1_000, 10_000);
  public final History history = EmptyHistory.over(room -> log, this);
  public final Rooms rooms =
      new Rooms(
          room -> log,
          this,
          history,
          this,
          new RoomMemory(change -> {}, settings),
          () -> Instant.EPOCH,
          (future, timeout) -> {});

  /** Rooms of which ann is a member. */
  public final Set<String> alive = new HashSet<>();

  /** Rooms that can't be read. */
  public final Set<String> broken = new HashSet<>();

  /** Loads that do not end until a test completes them; null if loads end at once. */
  public @Nullable List<CompletableFuture<RoomState>> pending;

  /** Whether the log's partition can't be caught up with. */
  public boolean isBehind;

  /** The rooms of any user in the tables. */
  public Memberships memberships(List<String> written) {
    return new Memberships(
        user -> CompletableFuture.completedStage(written), InstantSource.system());
  }

  public RoomActivity activity(
      Function<List<String>, CompletableFuture<Map<String, RoomActivity.Last>>> table) {
    return new RoomActivity(table::apply);
  }

  /** Reading without markers and publisher. */
  public Reading reading() {
    return new Reading(rooms, history, new NoMarkers(), (read, audience) -> {}, new ErasedUsers());
  }

  @Override
  public CompletionStage<RoomState> load(String room) {
    if (broken.contains(room)) {
      return CompletableFuture.failedStage(RoomLog.unavailable());
    }
    if (pending != null) {
      CompletableFuture<RoomState> load = new CompletableFuture<>();
      pending.add(load);
      return load;
    }
    RoomState state = new RoomState(room);
    if (alive.contains(room)) {
      state.apply(
          new RoomChange(
              room,
              "c",
              RoomChange.Action.CREATED,
              room,
              Visibility.PRIVATE,
              0,
              ANN,
              List.of(),
              1));
    }
    return CompletableFuture.completedStage(state);
  }

  @Override
  public CompletionStage<RoomState> describe(String room) {
    return load(room);
  }

  @Override
  public CompletionStage<List<String>> roomsOf(String user) {
    return CompletableFuture.completedStage(List.of());
  }

  @Override
  public CompletionStage<List<PublicRoom>> search(String prefix, String after, int limit) {
    return CompletableFuture.completedStage(List.of());
  }

  @Override
  public CompletableFuture<Long> caughtUp(PartitionLog partition) {
    return isBehind
        ? CompletableFuture.failedFuture(RoomLog.unavailable())
        : CompletableFuture.completedFuture(partition.end());
  }

  @Override
  public CompletableFuture<Void> allCaughtUp() {
    return caughtUp(log).thenAccept(end -> {});
  }

  @Override
  public CompletableFuture<Set<Integer>> behind(Duration timeout) {
    return CompletableFuture.completedFuture(isBehind ? Set.of(0) : Set.of());
  }

  @Override
  public CompletableFuture<Long> watermark(PartitionLog partition) {
    return CompletableFuture.completedFuture(0L);
  }

  private static final class NoMarkers implements ReadMarkers {

    @Override
    public CompletableFuture<Void> move(String user, String room, long seq) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Map<String, Long>> of(String user, List<String> rooms) {
      return CompletableFuture.completedFuture(Map.of());
    }
  }
}
