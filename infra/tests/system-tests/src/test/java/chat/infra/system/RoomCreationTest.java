package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.Rest.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The creation of rooms, and the room that always exists. */
class RoomCreationTest extends ThreeUsers {

  RoomCreationTest(ChatSystem system) {
    super(system, "created-");
  }

  @Test
  void general_has_no_owner_and_outlives_its_members() {
    assertThat(ann.one().put("/api/rooms/general/members/me", Map.of()).status()).isEqualTo(200);
    assertThat(ann.one().post("/api/rooms", Map.of("room", "general", "visibility", "private")))
        .extracting(Answer::code)
        .isEqualTo("conflict");
    assertThat(ann.one().patch("/api/rooms/general", Map.of("visibility", "private")).code())
        .isEqualTo("forbidden");
    assertThat(ann.one().delete("/api/rooms/general/members/me").status()).isEqualTo(204);

    Person dan = Person.register(system, "dan");
    assertThat(dan.one().put("/api/rooms/general/members/me", Map.of()).status()).isEqualTo(200);
    String password = "{\"password\":\"" + User.PASSWORD + "\"}";
    assertThat(dan.one().ask("DELETE", "/api/users/profile", password).status()).isEqualTo(202);

    try (SocketClient socket = bob.joined(bob.two(), "general")) {
      assertThat(socket.isClosed()).isFalse();
    }
    assertThat(bob.one().post("/api/messages", Map.of("room", "general", "content", "hi")).status())
        .isEqualTo(201);
    assertThat(bob.two().get("/api/rooms/general").body().path("visibility").stringValue())
        .isEqualTo("public");
  }

  @Test
  void changes_of_messages_make_no_room() {
    String message = "/api/messages/" + room + "/1";
    assertThat(ann.one().patch(message, Map.of("content", "x")).status()).isEqualTo(404);
    assertThat(ann.one().put(message + "/reactions/+1", Map.of()).status()).isEqualTo(404);
    assertThat(ann.one().delete(message).status()).isEqualTo(404);

    assertThat(ann.one().get(path).status()).isEqualTo(404);
    assertThat(bob.two().post("/api/rooms", Map.of("room", room, "visibility", "public")).status())
        .isEqualTo(201);
  }

  @Test
  void a_missing_room_is_made_by_use_but_not_by_reading() {
    assertThat(eve.two().get(path).code()).isEqualTo("not_found");
    assertThat(eve.two().get("/api/messages?room=" + room).code()).isEqualTo("not_found");

    try (SocketClient socket = SocketClient.open(eve.one().gateway())) {
      socket.send(
          Map.of("type", "connect", "token", eve.user().token(), "rooms", Map.of(room, Map.of())));
      socket.next("connected");
      assertThat(socket.next("joined").path("seq").longValue()).isPositive();
    }
    assertThat(Person.chain(bob.two(), room))
        .singleElement()
        .satisfies(event -> assertThat(event.path("action").stringValue()).isEqualTo("created"));
    assertThat(eve.two().get(path).body().path("role").stringValue()).isEqualTo("owner");
  }
}
