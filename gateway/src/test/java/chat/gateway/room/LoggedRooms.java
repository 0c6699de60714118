package chat.gateway.room;

import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.Message;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.event.Visibility;
import chat.contract.log.ErasedUsers;
import chat.contract.log.RoomRecord;
import chat.contract.log.Seq;
import chat.epochs.LogEpoch;
import chat.gateway.history.EmptyHistory;
import chat.gateway.history.History;
import chat.gateway.log.DeliveredPositions;
import chat.gateway.log.LogPositions;
import chat.gateway.log.MemoryLog;
import chat.gateway.log.PartitionLog;
import chat.sockets.fanout.Hub;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Rooms in a log of one partition, and markers. The tables are empty. */
public final class LoggedRooms implements LogPositions, RoomStates, ReadMarkers {

  public final Memberships memberships =
      new Memberships(user -> CompletableFuture.completedStage(List.of()), InstantSource.system());
  public final RoomActivity activity =
      new RoomActivity(rooms -> CompletableFuture.completedStage(Map.of()));
  public final History history;
  public final Rooms rooms;
  public final Reading reading;

  /** Markers are read only when it is completed. */
  public CompletableFuture<Void> readable = CompletableFuture.completedFuture(null);

  private final Map<String, Long> markers = new HashMap<>();
  private final MemoryLog memory;
  private int events;

  /** Rooms whose events an observer gets. */
  public LoggedRooms(EventObserver observer, Hub hub) {
    RoomMemory states =
        new RoomMemory(memberships::apply, new RoomSettings(true, 10_000, 1_000, 10_000));
    PublicRooms publicRooms = new PublicRooms(room -> CompletableFuture.completedStage(false));
    this.memory =
        new MemoryLog(
            new LogEpoch("topic", 1, 1),
            new RoomEvents(
                states,
                memberships,
                activity,
                publicRooms,
                observer,
                hub,
                new DeliveredPositions()));
    PartitionLog log = memory.partition();
    this.history = EmptyHistory.over(room -> log, this);
    this.rooms =
        new Rooms(
            room -> log, this, history, this, states, () -> Instant.EPOCH, (future, timeout) -> {});
    this.reading = new Reading(rooms, history, this, (read, audience) -> {}, new ErasedUsers());
  }

  /** Appends an event and returns its seq. */
  public long append(RoomEvent event) {
    memory.append(
        new RoomRecord(event.room(), event.type(), null, null, RoomEventCodec.encode(event), null));
    return end();
  }

  /** Makes a private room. */
  public void make(String room, Author owner) {
    append(
        new RoomChange(
            room,
            "c" + events++,
            RoomChange.Action.CREATED,
            room,
            Visibility.PRIVATE,
            0,
            owner,
            List.of(),
            1));
  }

  public void change(String room, Author user, MemberChange.Action action, Author by) {
    boolean isOfMember =
        switch (action) {
          case JOINED, LEFT, KICKED, ROLE -> true;
          case BANNED, UNBANNED, MUTED -> false;
        };
    Role role = isOfMember ? Role.MEMBER : null;
    append(new MemberChange(room, "c" + events++, user, action, role, by, null, 1));
  }

  /** Sends a message and returns its seq. */
  public long say(String room, Author author, String content, String... mentions) {
    return append(
        new Message(room, "m" + events++, author, content, 1, null, List.of(), List.of(mentions)));
  }

  /** The seq of the last event. */
  public long end() {
    PartitionLog log = memory.partition();
    return log.epoch().seq(log.end()) - 1;
  }

  @Override
  public CompletableFuture<Void> move(String user, String room, long seq) {
    markers.merge(user + " " + room, seq, Math::max);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Map<String, Long>> of(String user, List<String> names) {
    Map<String, Long> found = new HashMap<>();
    names.forEach(room -> found.put(room, markers.getOrDefault(user + " " + room, Seq.NONE)));
    return readable.thenApply(now -> found);
  }

  @Override
  public CompletionStage<RoomState> load(String room) {
    return CompletableFuture.completedStage(new RoomState(room));
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
    return CompletableFuture.completedFuture(partition.end());
  }

  @Override
  public CompletableFuture<Void> allCaughtUp() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletableFuture<Set<Integer>> behind(Duration timeout) {
    return CompletableFuture.completedFuture(Set.of());
  }

  @Override
  public CompletableFuture<Long> watermark(PartitionLog partition) {
    return CompletableFuture.completedFuture(0L);
  }
}
