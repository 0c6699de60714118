package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rooms of users whose accounts are erased. */
@ExtendWith(RunningSystem.class)
class FarewellTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Person owner;
  private final Person heir;
  private final Person other;

  FarewellTest(ChatSystem system) {
    owner = Person.register(system, "olga");
    heir = Person.register(system, "hanna");
    other = Person.register(system, "otto");
  }

  @Test
  void an_erased_owner_leaves_all_rooms_to_others_and_none_where_there_are_none() {
    String id = UUID.randomUUID().toString();
    List<String> own = List.of("own-a-" + id, "own-b-" + id, "own-c-" + id);
    own.forEach(room -> owner.makes(room, "private", heir, other));
    String alone = "alone-" + id;
    owner.makes(alone, "public");
    String guest = "guest-" + id;
    heir.makes(guest, "private", owner);
    for (String room : own) {
      String role = "/api/rooms/" + room + "/members/" + heir.id();
      assertThat(owner.one().put(role, Map.of("role", "moderator")).status()).isEqualTo(200);
    }

    assertThat(owner.erase().status()).isEqualTo(202);

    for (Rest gateway : List.of(heir.one(), heir.two())) {
      for (String room : own) {
        awaitRoles(gateway, room, Map.of(heir.id(), "owner", other.id(), "member"));
      }
      awaitRoles(gateway, guest, Map.of(heir.id(), "owner"));
      await().atMost(PATIENCE).until(() -> gateway.get("/api/rooms/" + alone).status() == 404);
    }
    String room = own.get(0);
    assertThat(heir.two().delete("/api/rooms/" + room).status()).as("by its owner").isEqualTo(204);
  }

  private static void awaitRoles(Rest gateway, String room, Map<String, String> expected) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(Person.roles(gateway, room)).as(room).isEqualTo(expected));
  }
}
