package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.Rest.Answer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import tools.jackson.databind.JsonNode;

/** Two users act at once at two gateways: the result is the same at both. */
class RoomRacesTest extends ThreeUsers {

  private static final int OFTEN = 6;

  RoomRacesTest(ChatSystem system) {
    super(system, "races-");
  }

  private record Both(Answer one, Answer two) {
    List<Integer> statuses() {
      return List.of(one.status(), two.status());
    }
  }

  @RepeatedTest(OFTEN)
  void of_two_hand_overs_one_is_done() {
    ann.makes(room, "public", bob, eve);

    Both both =
        atOnce(
            () -> ann.one().put(path + "/members/" + bob.id(), Map.of("role", "owner")),
            () -> ann.two().put(path + "/members/" + eve.id(), Map.of("role", "owner")));

    assertThat(both.statuses()).containsExactlyInAnyOrder(200, 403);
    Map<String, String> roles = Person.roles(bob.one(), room);
    assertThat(roles).isEqualTo(Person.roles(bob.two(), room)).containsEntry(ann.id(), "moderator");
    String owner = both.one.status() == 200 ? bob.id() : eve.id();
    assertThat(roles).containsEntry(owner, "owner").containsValue("member");
    assertThat(sameChain()).hasSize(4);
  }

  @RepeatedTest(OFTEN)
  void a_user_who_is_banned_while_joining_is_no_member() {
    ann.makes(room, "public");

    Both both =
        atOnce(
            () -> eve.one().put(path + "/members/me", Map.of()),
            () -> ann.two().delete(path + "/members/" + eve.id() + "?ban=true"));

    assertThat(both.two.status()).isEqualTo(204);
    assertThat(both.one.status()).isIn(200, 403);
    assertThat(Person.roles(ann.one(), room)).containsOnlyKeys(ann.id());
    assertThat(Person.roles(ann.two(), room)).containsOnlyKeys(ann.id());
    assertThat(eve.one().put(path + "/members/me", Map.of()).status()).isEqualTo(403);
    List<JsonNode> chain = sameChain();
    assertThat(chain.get(chain.size() - 1).path("action").stringValue()).isEqualTo("banned");
  }

  @RepeatedTest(OFTEN)
  void an_edit_never_brings_a_deleted_message_back() {
    ann.makes(room, "public");
    String message = "/api/messages/" + room + "/" + ann.says(room, "secret one");

    Both both =
        atOnce(
            () -> ann.one().patch(message, Map.of("content", "secret two")),
            () -> ann.two().delete(message));

    assertThat(both.two.status()).isEqualTo(204);
    assertThat(both.one.status()).isIn(200, 404);
    for (Rest gateway : List.of(ann.one(), ann.two())) {
      JsonNode shown = gateway.get("/api/messages?room=" + room).body().at("/messages/0");
      assertThat(shown.has("content")).isFalse();
      assertThat(shown.path("deletedAt").longValue()).isPositive();
    }
    assertThat(sameChain().toString()).doesNotContain("secret");
  }

  @RepeatedTest(OFTEN)
  void a_room_that_two_make_by_use_is_made_once() {
    Both both =
        atOnce(
            () -> ann.one().post("/api/messages", Map.of("room", room, "content", "1")),
            () -> bob.two().post("/api/messages", Map.of("room", room, "content", "2")));

    assertThat(both.statuses()).containsExactly(201, 201);
    List<JsonNode> chain = sameChain();
    assertThat(chain)
        .extracting(event -> event.path("type").stringValue())
        .containsExactly("room", "message", "message");
    assertThat(Person.roles(ann.one(), room))
        .isEqualTo(Person.roles(ann.two(), room))
        .containsExactly(Map.entry(chain.get(0).at("/by/id").stringValue(), "owner"));
  }

  @RepeatedTest(2)
  void the_room_of_two_is_made_once_by_both() {
    Person dan = Person.register(system, "dan");

    Both both =
        atOnce(
            () -> dan.one().post("/api/rooms", Map.of("direct", ann.id())),
            () -> ann.two().post("/api/rooms", Map.of("direct", dan.id())));

    assertThat(both.statuses()).isSubsetOf(200, 201);
    room = both.one.body().path("room").stringValue();
    assertThat(both.two.body().path("room").stringValue()).isEqualTo(room);
    assertThat(sameChain()).hasSize(1);
    assertThat(Person.roles(ann.two(), room)).containsOnlyKeys(ann.id(), dan.id());
  }

  @RepeatedTest(OFTEN)
  void of_two_users_who_make_a_room_at_once_one_is_told_that_the_name_is_taken() {
    Map<String, String> wanted = Map.of("room", room, "visibility", "private");

    Both both =
        atOnce(
            () -> ann.one().post("/api/rooms", wanted), () -> bob.two().post("/api/rooms", wanted));

    assertThat(both.statuses()).containsExactlyInAnyOrder(201, 409);
    Person owner = both.one.status() == 201 ? ann : bob;
    assertThat(Person.chain(owner.one(), room)).hasSize(1);
    assertThat(Person.roles(owner.two(), room)).containsOnlyKeys(owner.id());
  }

  private List<JsonNode> sameChain() {
    List<JsonNode> one = Person.chain(ann.one(), room);
    List<JsonNode> two = Person.chain(ann.two(), room);
    assertThat(one).isEqualTo(two);
    assertThat(one.stream().filter(event -> event.path("type").stringValue().equals("room")))
        .as("created once")
        .hasSize(1);
    return one;
  }

  private static Both atOnce(Supplier<Answer> one, Supplier<Answer> two) {
    CompletableFuture<Answer> first = CompletableFuture.supplyAsync(one);
    Answer second = two.get();
    return new Both(first.join(), second);
  }
}
