package chat.gateway.room;

import chat.contract.RoomEventCodec;
import chat.gateway.broadcast.Broadcast;
import chat.gateway.history.History;
import chat.gateway.log.EventIds;
import chat.gateway.log.EventKind;
import chat.gateway.log.EventSink;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The rooms of a gateway, over tables that are stood in for. */
public final class SteppedRooms {

  private static final RoomSettings SETTINGS = new RoomSettings(true, 10_000, 1000);

  private final RecentMembers recent = new RecentMembers();
  private final RoomMemory memory = new RoomMemory(recent, SETTINGS);

  /** All events of a room that the tables hold by now. */
  public interface Rows {
    CompletionStage<List<LoggedEvent>> events(String room);
  }

  public EventSink sink(Broadcast broadcast) {
    return new RoomEvents(memory, broadcast);
  }

  public RoomAccess access(
      Function<String, PartitionLog> logs,
      LogPositions positions,
      History history,
      Rows rows,
      RoomLog log,
      EventIds ids,
      InstantSource clock) {
    Rooms rooms = new Rooms(logs, positions, history, states(rows), memory);
    return new RoomAccess(rooms, new RoomCommands(rooms, log), SETTINGS, ids, clock);
  }

  public static Joins joins(History history, RoomAccess access) {
    return new Joins(history, access, new JoinMeter(new SimpleMeterRegistry()));
  }

  /** What the tables of rooms say is what their events say. */
  private static RoomStates states(Rows rows) {
    return new RoomStates() {
      @Override
      public CompletionStage<RoomState> load(String room) {
        return rows.events(room).thenApply(events -> fold(room, events));
      }

      @Override
      public CompletionStage<List<String>> roomsOf(String user) {
        return CompletableFuture.completedStage(List.of());
      }

      @Override
      public CompletionStage<List<PublicRoom>> search(String prefix, String after, int limit) {
        return CompletableFuture.completedStage(List.of());
      }
    };
  }

  private static RoomState fold(String room, List<LoggedEvent> events) {
    RoomState state = new RoomState(room);
    events.stream()
        .filter(event -> EventKind.ROOM_CHANGE.includes(event.type()))
        .forEach(event -> state.apply(RoomEventCodec.decode(event.value())));
    return state;
  }
}
