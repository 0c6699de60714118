package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.Rest.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Rooms and their members: changed at one gateway, and so at the other. */
@ExtendWith(RunningSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomsTest {

  private static final Duration EVERYWHERE = Duration.ofSeconds(2);

  private final Person ann;
  private final Person bob;
  private final Person eve;
  private String room = "";
  private String path = "";

  RoomsTest(ChatSystem system) {
    ann = Person.register(system, "ann");
    bob = Person.register(system, "bob");
    eve = Person.register(system, "eve");
  }

  @BeforeEach
  void a_new_name() {
    room = "rooms-" + UUID.randomUUID();
    path = "/api/rooms/" + room;
  }

  @Test
  void a_room_is_made_once_and_belongs_to_its_maker() {
    Answer made =
        ann.one()
            .post("/api/rooms", Map.of("room", room, "name", "Our room", "visibility", "public"));
    Answer taken = bob.two().post("/api/rooms", Map.of("room", room, "visibility", "public"));
    JsonNode seen = bob.two().get(path).body();

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body().path("role").stringValue()).isEqualTo("owner");
    assertThat(taken.code()).isEqualTo("conflict");
    assertThat(taken.body().at("/errors/0/field").stringValue()).isEqualTo("room");
    assertThat(seen.path("name").stringValue()).isEqualTo("Our room");
    assertThat(seen.path("memberCount").intValue()).isEqualTo(1);
    assertThat(seen.path("lastSeq")).isEqualTo(made.body().path("lastSeq"));
    assertThat(seen.has("role")).isFalse();
  }

  @Test
  void a_private_room_without_a_name_gets_one() {
    Answer made = ann.one().post("/api/rooms", Map.of("visibility", "private"));

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body().path("room").stringValue()).matches("[a-z0-9][a-z0-9._-]{0,63}");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, , ",
    "GET, /members, ",
    "GET, /events, ",
    "GET, /bans, ",
    "PUT, /members/me, {}",
    "PUT, /members/%s, {}",
    "PUT, /mutes/%s, {\"untilAt\":0}",
    "PUT, /read, {\"seq\":1}",
    "PATCH, , {\"name\":\"mine\"}",
    "DELETE, , ",
    "DELETE, /members/me, ",
    "DELETE, /members/%s, ",
    "DELETE, /bans/%s, "
  })
  void a_private_room_is_not_there_for_others(String method, String rest, String body) {
    ann.makes(room, "private", bob);
    String asked = path + (rest == null ? "" : rest.formatted(bob.id()));

    Answer answer = eve.two().ask(method, asked, body);

    assertThat(answer.code()).isEqualTo("not_found");
    assertThat(answer.body().path("detail"))
        .as("as of a room that is nowhere")
        .isEqualTo(eve.two().get("/api/rooms/nowhere-" + room).body().path("detail"));
  }

  @Test
  void nor_are_its_messages_on_any_way() {
    ann.makes(room, "private", bob);
    long seq = ann.says(room, "secret");
    String message = "/api/messages/" + room + "/" + seq;

    assertThat(bob.two().get("/api/messages?room=" + room).body().path("messages")).hasSize(1);
    assertThat(eve.two().get("/api/messages?room=" + room).code()).isEqualTo("not_found");
    assertThat(eve.two().post("/api/messages", Map.of("room", room, "content", "x")).code())
        .isEqualTo("not_found");
    assertThat(eve.two().patch(message, Map.of("content", "x")).code()).isEqualTo("not_found");
    assertThat(eve.two().delete(message).code()).isEqualTo("not_found");
    assertThat(eve.two().put(message + "/reactions/+1", Map.of()).code()).isEqualTo("not_found");
    try (SocketClient socket = eve.joined(eve.two())) {
      for (Map<String, ?> frame :
          List.of(
              Map.of("type", "join", "ref", "1", "room", room),
              Map.of("type", "join", "ref", "1", "room", room, "after", 0),
              Map.of("type", "send", "ref", "1", "room", room, "content", "x"),
              Map.of("type", "edit", "ref", "1", "room", room, "seq", seq, "content", "x"),
              Map.of("type", "delete", "ref", "1", "room", room, "seq", seq),
              Map.of("type", "react", "ref", "1", "room", room, "seq", seq, "emoji", "+1"),
              Map.of("type", "read", "ref", "1", "room", room, "seq", seq))) {
        socket.send(frame);
        assertThat(socket.next("error").path("code").stringValue())
            .as(frame.toString())
            .isEqualTo("not_found");
      }
    }
    assertThat(eve.rooms()).noneMatch(mine -> room.equals(mine.path("room").stringValue()));
  }

  @Test
  void two_users_have_one_direct_room_whichever_of_them_begins() {
    Answer first = ann.one().post("/api/rooms", Map.of("direct", eve.id()));
    Answer again = eve.two().post("/api/rooms", Map.of("direct", ann.id()));
    String direct = first.body().path("room").stringValue();

    assertThat(List.of(first.status(), again.status())).containsExactly(201, 200);
    assertThat(again.body().path("room").stringValue()).isEqualTo(direct);
    assertThat(again.body().path("name").stringValue()).isEqualTo(ann.user().username());
    assertThat(bob.one().get("/api/rooms/" + direct).code()).isEqualTo("not_found");
    assertThat(ann.one().delete("/api/rooms/" + direct + "/members/me").code())
        .isEqualTo("forbidden");
  }

  @Test
  void members_come_in_pages_with_their_roles() {
    ann.makes(room, "public", bob);
    assertThat(eve.two().put(path + "/members/me", Map.of()).body().path("role").stringValue())
        .isEqualTo("member");
    assertThat(ann.one().put(path + "/members/" + bob.id(), Map.of("role", "moderator")).status())
        .isEqualTo(200);

    JsonNode first = eve.two().get(path + "/members?limit=2").body();
    JsonNode rest =
        eve.one().get(path + "/members?limit=2&cursor=" + first.path("next").stringValue()).body();

    assertThat(rest.path("next").isNull()).isTrue();
    assertThat(
            StreamSupport.stream(first.path("members").spliterator(), false)
                .map(member -> member.at("/user/username").stringValue()))
        .hasSize(2)
        .doesNotContain(rest.at("/members/0/user/username").stringValue());
    assertThat(roles(eve.two())).containsOnlyKeys(ann.id(), bob.id(), eve.id());
    assertThat(roles(eve.two())).containsEntry(bob.id(), "moderator");
  }

  @Test
  void a_kicked_member_gets_the_event_then_left_and_nothing_more() {
    InTime.once(EVERYWHERE, this::isKicked);
    assertThat(bob.one().get("/api/messages?room=" + room).code()).isEqualTo("not_found");
    assertThat(ann.two().delete(path + "/members/" + bob.id()).status())
        .as("kicking who isn't there")
        .isEqualTo(204);
  }

  /** Returns the time until the kicked member was told. */
  private Duration isKicked() {
    a_new_name();
    ann.makes(room, "private", bob);
    try (SocketClient kicked = bob.joined(bob.two(), room);
        SocketClient owner = ann.joined(ann.two(), room)) {
      long start = System.nanoTime();
      assertThat(ann.one().delete(path + "/members/" + bob.id()).status()).isEqualTo(204);
      ann.says(room, "without you");

      JsonNode event = kicked.next("member");
      JsonNode left = kicked.next("left");
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(event.path("action").stringValue()).isEqualTo("kicked");
      assertThat(event.at("/user/id").stringValue()).isEqualTo(bob.id());
      assertThat(event.at("/by/id").stringValue()).isEqualTo(ann.id());
      assertThat(left.path("reason").stringValue()).isEqualTo("kicked");
      assertThat(owner.take(1, "message").get(0).path("prev")).isEqualTo(event.path("seq"));
      kicked.send(Map.of("type", "send", "ref", "1", "room", room, "content", "x"));
      assertThat(kicked.next("error").path("code").stringValue()).isEqualTo("not_found");
      kicked.send(Map.of("type", "join", "ref", "1", "room", room, "after", 0));
      assertThat(kicked.next("error").path("code").stringValue()).isEqualTo("not_found");
      return took;
    }
  }

  @Test
  void a_banned_user_stays_out_until_the_ban_is_lifted() {
    ann.makes(room, "public");
    try (SocketClient banned = eve.joined(eve.two(), room)) {
      assertThat(ann.one().delete(path + "/members/" + eve.id() + "?ban=true").status())
          .isEqualTo(204);
      assertThat(banned.next("member").path("action").stringValue()).isEqualTo("banned");
      assertThat(banned.next("left").path("reason").stringValue()).isEqualTo("banned");
    }
    assertThat(eve.two().get(path).code()).isEqualTo("forbidden");
    assertThat(eve.two().put(path + "/members/me", Map.of()).code()).isEqualTo("forbidden");
    assertThat(ann.two().put(path + "/members/" + eve.id(), Map.of()).code()).isEqualTo("conflict");
    assertThat(bob.two().get(path + "/bans").code()).isEqualTo("forbidden");
    JsonNode ban = ann.two().get(path + "/bans").body().at("/bans/0");
    assertThat(ban.at("/user/id").stringValue()).isEqualTo(eve.id());
    assertThat(ban.at("/by/id").stringValue()).isEqualTo(ann.id());
    assertThat(Instant.ofEpochMilli(ban.path("bannedAt").longValue()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));

    assertThat(ann.two().delete(path + "/bans/" + eve.id()).status()).isEqualTo(204);
    assertThat(eve.one().put(path + "/members/me", Map.of()).status()).isEqualTo(200);
    assertThat(ann.one().get(path + "/bans").body().path("bans")).isEmpty();
  }

  @Test
  void a_user_who_is_no_member_can_be_banned_from_a_public_room_but_not_from_a_private_one() {
    ann.makes(room, "private", bob);
    String outsider = path + "/members/" + eve.id();

    assertThat(ann.two().delete(outsider + "?ban=true").code()).isEqualTo("conflict");
    assertThat(ann.two().delete(outsider).status()).isEqualTo(204);
    assertThat(ann.one().get(path + "/bans").body().path("bans")).isEmpty();
    assertThat(ann.one().patch(path, Map.of("visibility", "public")).status()).isEqualTo(200);
    assertThat(ann.two().delete(outsider + "?ban=true").status()).isEqualTo(204);
    assertThat(eve.two().get(path).code()).isEqualTo("forbidden");
  }

  @Test
  void a_muted_user_who_comes_back_is_still_muted() {
    ann.makes(room, "public", bob);
    long untilAt = Instant.now().plusSeconds(600).toEpochMilli();
    assertThat(ann.one().put(path + "/mutes/" + bob.id(), Map.of("untilAt", untilAt)).status())
        .isEqualTo(204);
    assertThat(bob.two().delete(path + "/members/me").status()).isEqualTo(204);
    assertThat(bob.one().put(path + "/members/me", Map.of()).status()).isEqualTo(200);

    assertThat(bob.two().post("/api/messages", Map.of("room", room, "content", "x")).code())
        .isEqualTo("forbidden");
  }

  @Test
  void a_muted_member_reads_but_does_not_write() {
    ann.makes(room, "public", bob);
    long untilAt = Instant.now().plusSeconds(600).toEpochMilli();
    assertThat(ann.one().put(path + "/mutes/" + bob.id(), Map.of("untilAt", untilAt)).status())
        .isEqualTo(204);

    assertThat(bob.two().post("/api/messages", Map.of("room", room, "content", "x")).code())
        .isEqualTo("forbidden");
    assertThat(bob.two().get("/api/messages?room=" + room).status()).isEqualTo(200);
    ann.two().put(path + "/mutes/" + bob.id(), Map.of("untilAt", 0));
    bob.says(room, "again");
  }

  @Test
  void in_slow_mode_one_waits_at_whichever_gateway() {
    ann.makes(room, "public", bob);
    assertThat(ann.one().patch(path, Map.of("slowModeSeconds", 60)).status()).isEqualTo(200);
    assertThat(bob.two().get(path).body().path("slowModeSeconds").intValue()).isEqualTo(60);
    bob.says(room, "first");

    Answer second = bob.two().post("/api/messages", Map.of("room", room, "content", "second"));
    assertThat(second.code()).isEqualTo("rate_limited");
    assertThat(second.raw().headers().firstValue("Retry-After")).isPresent();
    ann.says(room, "the owner");
    ann.says(room, "need not wait");
  }

  @Test
  void the_owner_hands_over_before_leaving_and_the_last_one_ends_the_room() {
    ann.makes(room, "private", bob);
    assertThat(ann.one().delete(path + "/members/me").code()).isEqualTo("conflict");
    assertThat(bob.two().put(path + "/members/" + bob.id(), Map.of("role", "owner")).code())
        .isEqualTo("forbidden");
    assertThat(ann.one().put(path + "/members/" + bob.id(), Map.of("role", "owner")).status())
        .isEqualTo(200);
    assertThat(roles(bob.two()))
        .containsExactlyInAnyOrderEntriesOf(Map.of(ann.id(), "moderator", bob.id(), "owner"));

    try (SocketClient leaving = ann.joined(ann.two(), room)) {
      assertThat(ann.one().delete(path + "/members/me").status()).isEqualTo(204);
      assertThat(leaving.next("member").path("action").stringValue()).isEqualTo("left");
      assertThat(leaving.next("left").path("reason").stringValue()).isEqualTo("left");
    }
    assertThat(bob.two().delete(path + "/members/me").status()).isEqualTo(204);
    assertThat(bob.one().get(path).code()).isEqualTo("not_found");
  }

  @Test
  void all_members_leave_a_deleted_room_and_its_name_is_not_used_again() {
    ann.makes(room, "public");
    try (SocketClient here = bob.joined(bob.one(), room);
        SocketClient there = eve.joined(eve.two(), room)) {
      assertThat(bob.two().delete(path).code()).isEqualTo("forbidden");
      assertThat(ann.two().delete(path).status()).isEqualTo(204);
      for (SocketClient socket : List.of(here, there)) {
        assertThat(socket.next("room").path("action").stringValue()).isEqualTo("deleted");
        assertThat(socket.next("left").path("reason").stringValue()).isEqualTo("deleted");
      }
    }
    assertThat(ann.one().post("/api/messages", Map.of("room", room, "content", "x")).code())
        .isEqualTo("not_found");
    assertThat(eve.one().put(path + "/members/me", Map.of()).code()).isEqualTo("not_found");
    assertThat(bob.one().post("/api/rooms", Map.of("room", room, "visibility", "public")).code())
        .isEqualTo("conflict");
  }

  @Test
  void sockets_of_users_who_are_no_members_leave_a_room_that_becomes_private() {
    ann.makes(room, "public", bob);
    try (SocketClient outsider = eve.joined(eve.two(), room);
        SocketClient member = bob.joined(bob.two(), room)) {
      assertThat(ann.one().patch(path, Map.of("visibility", "private")).status()).isEqualTo(200);

      assertThat(outsider.next("room").path("visibility").stringValue()).isEqualTo("private");
      outsider.next("left");
      ann.says(room, "among us");
      member.next("room");
      member.next("message");
      assertThat(outsider.waiting()).isZero();
    }
  }

  @Test
  void they_leave_it_even_if_many_other_rooms_were_used_since() {
    ann.makes(room, "public", bob);
    try (SocketClient member = bob.joined(bob.two(), room);
        SocketClient outsider = eve.joined(eve.two(), room)) {
      for (int i = 0; i < 300; i++) {
        assertThat(eve.two().get(path + "-" + i).status()).isEqualTo(404);
      }
      ann.one().patch(path, Map.of("visibility", "private"));
      ann.says(room, "between us");

      assertThat(outsider.next("room").path("visibility").stringValue()).isEqualTo("private");
      assertThat(outsider.next("left").path("reason").stringValue()).isEqualTo("kicked");
      assertThat(member.next("room").path("visibility").stringValue()).isEqualTo("private");
      assertThat(member.next("message").path("content").stringValue()).isEqualTo("between us");
    }
  }

  private Map<String, String> roles(Rest gateway) {
    return Person.roles(gateway, room);
  }
}
