package chat.bench.log;

import chat.gateway.log.DeliveredPositions;
import chat.gateway.log.EventSink;
import chat.gateway.log.LoggedEvent;
import chat.gateway.room.EventObserver;
import chat.gateway.room.Memberships;
import chat.gateway.room.PublicRooms;
import chat.gateway.room.RoomActivity;
import chat.gateway.room.RoomEvents;
import chat.gateway.room.RoomMemory;
import chat.gateway.room.RoomSettings;
import chat.sockets.fanout.Hub;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The rooms of a gateway that has loaded none, as the sink of its feed; opened for benchmarks. */
final class MeasuredRooms {

  private static final RoomSettings SETTINGS = new RoomSettings(true, 10_000, 1_000, 10_000);

  private MeasuredRooms() {}

  static EventSink sink(Hub hub) {
    Memberships memberships =
        new Memberships(
            user -> CompletableFuture.completedStage(List.of()), InstantSource.system());
    return new RoomEvents(
        new RoomMemory(memberships::apply, SETTINGS),
        memberships,
        new RoomActivity(rooms -> CompletableFuture.completedStage(Map.of())),
        new PublicRooms(room -> CompletableFuture.completedStage(false)),
        new NoInboxes(),
        hub,
        new DeliveredPositions());
  }

  private static final class NoInboxes implements EventObserver {

    @Override
    public void observe(LoggedEvent event) {}

    @Override
    public void reset() {}
  }
}
