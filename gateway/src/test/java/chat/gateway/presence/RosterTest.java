package chat.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.presence.Presence;
import chat.contract.presence.Status;
import chat.gateway.room.PublicRooms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RosterTest {

  private final Map<String, CompletableFuture<Boolean>> lookUps = new HashMap<>();
  private final PublicRooms publicRooms =
      new PublicRooms(
          room -> lookUps.compute(room, (name, before) -> new CompletableFuture<Boolean>()));
  private final Roster roster = new Roster(publicRooms);

  @Test
  void users_are_listed_by_room_while_they_are_online() {
    roster.put(presence("ann", Status.ONLINE, "dev", "ops"));
    roster.put(presence("bob", Status.AWAY, "dev"));

    assertThat(roster.in("dev")).containsOnlyKeys("id-ann", "id-bob");
    assertThat(roster.count("dev")).isEqualTo(2);
    assertThat(roster.rooms()).containsExactlyInAnyOrder("dev", "ops");
    assertThat(roster.people()).containsOnlyKeys("id-ann", "id-bob");
    assertThat(roster.size()).isEqualTo(2);

    roster.put(presence("ann", Status.OFFLINE));
    roster.put(presence("ann", Status.OFFLINE));

    assertThat(roster.in("dev")).containsOnlyKeys("id-bob");
    assertThat(roster.count("dev")).isEqualTo(1);
    assertThat(roster.in("ops")).isEmpty();
    assertThat(roster.rooms()).containsExactly("dev");
    assertThat(roster.people()).containsOnlyKeys("id-bob");
    assertThat(roster.size()).isEqualTo(1);
  }

  @Test
  void a_change_is_reported_in_the_rooms_that_it_concerns() {
    assertThat(changes(presence("ann", Status.ONLINE, "dev", "ops")))
        .containsExactly("dev online", "ops online");
    assertThat(changes(presence("ann", Status.ONLINE, "dev", "ops"))).isEmpty();
    assertThat(changes(presence("ann", Status.ONLINE, "ops", "zoo")))
        .containsExactly("dev offline", "zoo online");
    assertThat(changes(presence("ann", Status.AWAY, "ops", "zoo")))
        .containsExactly("ops away", "zoo away");
    assertThat(changes(presence("ann", Status.OFFLINE)))
        .containsExactly("ops offline", "zoo offline");
    assertThat(changes(presence("ann", Status.OFFLINE))).isEmpty();
  }

  @Test
  void users_in_public_rooms_are_visible_once_the_rooms_are_known() {
    roster.put(presence("ann", Status.ONLINE, "dev", "ops"));
    roster.put(presence("bob", Status.ONLINE, "ops"));
    roster.put(presence("cem", Status.ONLINE, "general"));
    assertThat(roster.seen()).containsOnlyKeys("id-cem");

    rest();
    answer("dev", true);
    answer("ops", false);
    assertThat(roster.seen()).containsOnlyKeys("id-ann", "id-cem");
    assertThat(roster.seenCount()).isEqualTo(2);

    roster.put(presence("ann", Status.AWAY, "dev"));
    assertThat(roster.seen().values()).extracting(Presence::status).contains(Status.AWAY);
    roster.put(presence("dan", Status.ONLINE, "dev"));
    roster.open("dev", false);
    assertThat(roster.seen()).containsOnlyKeys("id-cem");
    roster.open("dev", true);
    roster.put(presence("dan", Status.OFFLINE));
    roster.put(presence("cem", Status.ONLINE));
    assertThat(roster.seen()).containsOnlyKeys("id-ann");
    assertThat(roster.seenCount()).isEqualTo(1);
  }

  @Test
  void failed_look_ups_are_retried_a_few_at_a_time() {
    for (int i = 0; i < 250; i++) {
      roster.put(presence("ann" + i, Status.ONLINE, "room" + i));
    }
    assertThat(lookUps).hasSize(250);
    List.copyOf(lookUps.values())
        .forEach(lookUp -> lookUp.completeExceptionally(new IllegalStateException()));
    assertThat(roster.seen()).isEmpty();
    for (int again : List.of(100, 100, 50)) {
      rest();
      List<CompletableFuture<Boolean>> asked =
          lookUps.values().stream().filter(lookUp -> !lookUp.isDone()).toList();
      assertThat(asked).hasSize(again);
      asked.forEach(lookUp -> lookUp.complete(true));
    }
    rest();

    assertThat(roster.seenCount()).isEqualTo(250);
  }

  @Test
  void the_cost_of_a_user_in_very_many_rooms_is_bounded() {
    String[] rooms = IntStream.range(0, 100_000).mapToObj(i -> "r" + i).toArray(String[]::new);
    roster.put(presence("ann", Status.ONLINE, rooms));

    assertThat(roster.put(presence("ann", Status.AWAY, rooms))).hasSize(rooms.length);
    assertThat(roster.put(presence("ann", Status.OFFLINE))).hasSize(rooms.length);
    assertThat(roster.rooms()).isEmpty();
  }

  private void rest() {
    publicRooms.reportChanges(roster::open);
  }

  private void answer(String room, boolean open) {
    Objects.requireNonNull(lookUps.get(room)).complete(open);
    rest();
  }

  private List<String> changes(Presence presence) {
    return roster.put(presence).stream()
        .map(change -> change.room() + " " + change.status().word())
        .toList();
  }

  static Presence presence(String name, Status status, String... rooms) {
    return new Presence(new Author("id-" + name, name), status, 1, 2, List.of(rooms));
  }
}
