package chat.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.Presence;
import chat.contract.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTest {

  private final Roster roster = new Roster();

  @Test
  void people_are_listed_by_room_as_long_as_they_are_there() {
    roster.put(presence("ann", Status.ONLINE, "dev", "ops"));
    roster.put(presence("bob", Status.AWAY, "dev"));

    assertThat(roster.in("dev")).containsOnlyKeys("id-ann", "id-bob");
    assertThat(roster.count("dev")).isEqualTo(2);
    assertThat(roster.rooms()).containsExactlyInAnyOrder("dev", "ops");
    assertThat(roster.people()).containsOnlyKeys("id-ann", "id-bob");

    roster.put(presence("ann", Status.OFFLINE));

    assertThat(roster.in("dev")).containsOnlyKeys("id-bob");
    assertThat(roster.count("dev")).isEqualTo(1);
    assertThat(roster.in("ops")).isEmpty();
    assertThat(roster.rooms()).containsExactly("dev");
    assertThat(roster.people()).containsOnlyKeys("id-bob");
  }

  @Test
  void a_change_is_told_in_the_rooms_where_it_means_something() {
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

  private List<String> changes(Presence presence) {
    return roster.put(presence).stream()
        .map(change -> change.room() + " " + change.status().word())
        .toList();
  }

  static Presence presence(String name, Status status, String... rooms) {
    return new Presence(new Author("id-" + name, name), status, 1, 2, List.of(rooms));
  }
}
