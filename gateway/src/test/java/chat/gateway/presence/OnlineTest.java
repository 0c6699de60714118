package chat.gateway.presence;

import static chat.gateway.presence.RosterTest.presence;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.presence.Presence;
import chat.contract.presence.Status;
import chat.gateway.account.token.SignedIn;
import chat.gateway.presence.OnlineController.Online;
import chat.gateway.presence.OnlineController.Person;
import chat.gateway.room.PublicRooms;
import chat.sockets.fanout.SignIn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The visibility of online users, and its cost. */
class OnlineTest {

  private final PublicRooms publicRooms =
      new PublicRooms(room -> CompletableFuture.completedFuture(room.startsWith("public")));
  private final Roster roster = new Roster(publicRooms);
  private final List<String> loaded = new ArrayList<>();
  private Set<String> mine = Set.of();

  @Test
  void the_cost_does_not_depend_on_rooms_of_others() {
    for (int i = 0; i < 500; i++) {
      come("pub" + i, "public-" + i);
      come("hid" + i, "private-" + i);
    }
    Online online = everywhere(null, 200);

    assertThat(online.users()).hasSize(200).allMatch(person -> person.username().startsWith("pub"));
    assertThat(online.count()).isEqualTo(500);
    assertThat(loaded).as("rooms looked at").isEmpty();
  }

  @Test
  void users_of_public_and_own_rooms_come_once_each_in_order() {
    come("ann", "public-a", "private-a");
    come("bob", "private-a");
    come("cem", "private-b");
    come("dan", "public-b");
    come("eve", "private-a", "private-b");
    come("moi", "private-c");
    mine = Set.of("private-a", "private-c", "elsewhere");

    List<String> shown = new ArrayList<>();
    String cursor = null;
    do {
      Online page = everywhere(cursor, 2);
      assertThat(page.count()).isEqualTo(5);
      shown.addAll(page.users().stream().map(Person::username).toList());
      cursor = page.next();
    } while (cursor != null);
    assertThat(shown).containsExactly("ann", "bob", "dan", "eve", "moi");
  }

  @Test
  void a_user_in_no_room_sees_themself() {
    come("moi");

    assertThat(everywhere(null, 50).users()).hasSize(1);
  }

  @Test
  void the_work_has_a_bound_in_private_rooms_of_any_size() {
    for (int i = 0; i < 30_000; i++) {
      roster.put(presence("member-" + i, Status.ONLINE, "private-a", "private-b"));
    }
    publicRooms.reportChanges(roster::open);
    mine = Set.of("private-a", "private-b");

    assertThat(everywhere(null, 50).count()).as("users looked at").isEqualTo(20_000);
  }

  private void come(String name, String... rooms) {
    Presence presence = presence(name, Status.ONLINE, rooms);
    roster.put(presence);
    publicRooms.reportChanges(roster::open);
  }

  private Online everywhere(@Nullable String cursor, int limit) {
    PresenceAccess visibility =
        new PresenceAccess(
            (room, user) -> {
              loaded.add(room);
              return CompletableFuture.completedFuture(room);
            },
            user -> CompletableFuture.completedFuture(mine));
    PresenceHealth knowledge = new PresenceHealth(Duration.ofHours(1));
    knowledge.read();
    knowledge.asked(true);
    OnlineController controller = new OnlineController(() -> roster, knowledge, visibility);
    SignedIn me = new SignedIn(new Author("id-moi", "moi"), new SignIn("s", 1), Instant.EPOCH);
    return Objects.requireNonNull(
        controller.online(me, null, limit, cursor).toCompletableFuture().join().getBody());
  }
}
