package chat.gateway.presence;

import static chat.gateway.presence.RosterTest.presence;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.presence.Status;
import chat.gateway.room.PublicRooms;
import chat.gateway.session.TestHub;
import chat.sockets.budget.ClientMemory;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.FanOutSettings;
import chat.sockets.fanout.Hub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What watchers of a room are told, whenever their shard gets to it. */
class WatchesTest {

  private final Hub hub =
      new Hub(
          1,
          new FanOutSettings(0, Duration.ofHours(1)),
          new ClientMemory(128 << 20),
          () -> Instant.EPOCH,
          new SimpleMeterRegistry());
  private final Watches watches = new Watches(hub, PresenceSettings.DEFAULT);
  private final Roster roster =
      new Roster(new PublicRooms(room -> CompletableFuture.completedFuture(true)));
  private final TestHub.Recording socket = new TestHub.Recording();
  private final Connection connection = hub.open(socket);

  @Test
  void a_change_behind_the_first_state_reaches_a_watcher_whose_join_has_not_run_yet() {
    roster.put(presence("bob", Status.ONLINE, "dev"));
    join();
    watches.add(connection, "dev");
    watches.rest(roster, 1_000);
    watches.changed(roster, roster.put(presence("bob", Status.OFFLINE)));
    hub.step(0);

    List<String> frames = socket.take();
    assertThat(frames).hasSize(3);
    assertThat(frames.get(1)).contains("presence_state", "id-bob");
    assertThat(frames.get(2)).contains("\"presence\"", "offline");
  }

  @Test
  void a_watcher_is_told_of_changes_for_as_long_as_the_room_is_joined() {
    join();
    watches.add(connection, "dev");
    hub.step(0);
    for (int minute = 0; minute < 5; minute++) {
      watches.age(minute * 60_000L);
      watches.rest(roster, minute * 60_000L);
    }
    hub.step(0);
    socket.take();
    watches.changed(roster, roster.put(presence("bob", Status.ONLINE, "dev", "elsewhere")));
    hub.step(0);

    assertThat(socket.take()).singleElement().asString().contains("online");
  }

  private void join() {
    TestHub.join(connection, "me", "dev");
  }
}
