package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The lists of rooms: a user's own with their unread counts, and public ones. */
@ExtendWith(RunningSystem.class)
class RoomListsTest {

  private static final Duration IN_THE_TABLES = Duration.ofSeconds(60);

  private final Person ann;
  private final Person bob;
  private final Person eve;
  private final String room = "lists-" + UUID.randomUUID();
  private final String path = "/api/rooms/" + room;

  RoomListsTest(ChatSystem system) {
    ann = Person.register(system, "ann");
    bob = Person.register(system, "bob");
    eve = Person.register(system, "eve");
  }

  @Test
  void unread_messages_are_counted_exactly_and_a_marker_never_goes_back() {
    ann.makes(room, "private", bob);
    long first = ann.says(room, "1");
    bob.says(room, "of one's own is read");
    long third = ann.says(room, "3");
    long fourth = ann.says(room, "4");
    ann.one().delete("/api/messages/" + room + "/" + third);
    assertThat(mine(bob).path("unread").intValue()).isEqualTo(2);

    try (SocketClient other = ann.joined(ann.two(), room);
        SocketClient own = bob.joined(bob.two())) {
      assertThat(bob.one().put(path + "/read", Map.of("seq", first)).status()).isEqualTo(204);
      for (SocketClient socket : List.of(other, own)) {
        JsonNode read = socket.next("read");
        assertThat(read.path("seq").longValue()).isEqualTo(first);
        assertThat(read.at("/user/id").stringValue()).isEqualTo(bob.id());
      }
    }
    assertThat(mine(bob).path("unread").intValue()).isEqualTo(1);
    bob.one().put(path + "/read", Map.of("seq", fourth));
    bob.two().put(path + "/read", Map.of("seq", first));
    assertThat(mine(bob).path("unread").intValue()).isZero();
    assertThat(mine(bob).path("readSeq").longValue()).isEqualTo(fourth);
    assertThat(mine(bob).path("role").stringValue()).isEqualTo("member");
  }

  @Test
  void rooms_come_page_by_page_with_the_most_recently_active_first_at_any_gateway() {
    for (int i = 0; i < 5; i++) {
      ann.makes(room + "-" + i, "private", bob);
    }
    ann.says(room + "-1", "hi");
    ann.says(room + "-3", "hi");
    assertThat(names(bob.two().get("/api/rooms").body()))
        .containsExactly(room + "-3", room + "-1", room + "-4", room + "-2", room + "-0");

    JsonNode first = bob.one().get("/api/rooms?limit=2").body();
    assertThat(names(first)).containsExactly(room + "-3", room + "-1");
    ann.says(room + "-0", "active between the pages");
    JsonNode second = next(first);
    assertThat(names(second)).containsExactly(room + "-4", room + "-2");
    JsonNode third = next(second);
    assertThat(names(third)).as("none is lost").containsExactly(room + "-0");
    assertThat(third.at("/rooms/0/unread").intValue()).isEqualTo(1);
    assertThat(third.path("next").isNull()).isTrue();
  }

  @Test
  void an_invalid_page_is_refused() {
    for (String query : List.of("limit=0", "limit=201", "cursor=x", "cursor=1.2.DEV")) {
      assertThat(ann.one().get("/api/rooms?" + query).status()).as(query).isEqualTo(400);
    }
  }

  private JsonNode next(JsonNode page) {
    String cursor = page.path("next").stringValue();
    return bob.two().get("/api/rooms?limit=2&cursor=" + cursor).body();
  }

  private static List<String> names(JsonNode page) {
    return page.path("rooms").valueStream().map(one -> one.path("room").stringValue()).toList();
  }

  @Test
  void public_rooms_are_found_by_the_beginning_of_their_names_and_private_ones_are_not() {
    ann.makes(room, "public", bob);
    ann.makes(room + "-private", "private");
    Instant end = Instant.now().plus(IN_THE_TABLES);
    JsonNode found = eve.two().get("/api/rooms?public&query=" + room).body().path("rooms");
    while (found.at("/0/memberCount").intValue(0) != 2 && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      found = eve.two().get("/api/rooms?public&query=" + room).body().path("rooms");
    }

    assertThat(found).hasSize(1);
    assertThat(found.at("/0/room").stringValue()).isEqualTo(room);
    assertThat(found.at("/0/memberCount").intValue()).isEqualTo(2);
  }

  private JsonNode mine(Person person) {
    return person.rooms().stream()
        .filter(mine -> room.equals(mine.path("room").stringValue()))
        .findFirst()
        .orElseThrow();
  }
}
