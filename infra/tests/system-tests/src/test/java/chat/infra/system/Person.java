package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.Rest.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A user with access to both gateways. */
record Person(User user, Rest one, Rest two) {

  static Person register(ChatSystem system, String name) {
    Rest anybody = new Rest(system.gateway(1), null);
    User user = User.register(anybody, name);
    Rest one = user.rest(anybody);
    return new Person(user, one, one.at(system.gateway(2)));
  }

  String id() {
    return user.id();
  }

  /** A socket at a gateway that has joined rooms. */
  SocketClient joined(Rest gateway, String... rooms) {
    return SocketClient.connect(gateway.gateway(), user, rooms);
  }

  /** A socket that resumes a room. */
  SocketClient resumed(URI gateway, String room, long after) {
    SocketClient client = SocketClient.open(gateway);
    client.send(
        Map.of(
            "type",
            "connect",
            "token",
            user.token(),
            "rooms",
            Map.of(room, Map.of("after", after))));
    client.next("connected");
    assertThat(client.next("joined").path("recovered").booleanValue()).isTrue();
    return client;
  }

  /** The rooms of which this is a member. */
  List<JsonNode> rooms() {
    return two.get("/api/rooms").body().path("rooms").valueStream().toList();
  }

  /** Makes a room, and adds others to it. */
  void makes(String room, String visibility, Person... members) {
    Answer made = one.post("/api/rooms", Map.of("room", room, "visibility", visibility));
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    for (Person member : members) {
      assertThat(one.put("/api/rooms/" + room + "/members/" + member.id(), Map.of()).status())
          .isEqualTo(200);
    }
  }

  /** Erases the account. */
  Answer erase() {
    HttpRequest request =
        one()
            .request("/api/users/profile")
            .header("Content-Type", "application/json")
            .method("DELETE", Rest.json(Map.of("password", User.PASSWORD)))
            .build();
    return one().call(request);
  }

  /** Sends a message and gives its seq. */
  long says(String room, String content) {
    Answer sent = one.post("/api/messages", Map.of("room", room, "content", content));
    assertThat(sent.status()).as(sent.raw().body()).isEqualTo(201);
    return sent.body().path("seq").longValue();
  }

  /** A room's whole chain as a gateway has it, with each link checked. */
  static List<JsonNode> chain(Rest gateway, String room) {
    Answer answer = gateway.get("/api/rooms/" + room + "/events?limit=1000");
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    List<JsonNode> events = new ArrayList<>();
    long prev = 0;
    for (JsonNode event : answer.body().path("events")) {
      assertThat(event.path("prev").longValue()).as(event.toString()).isEqualTo(prev);
      prev = event.path("seq").longValue();
      events.add(event);
    }
    return events;
  }

  /** The members of a room with their roles, as a gateway has them. */
  static Map<String, String> roles(Rest gateway, String room) {
    Map<String, String> roles = new HashMap<>();
    for (JsonNode member : gateway.get("/api/rooms/" + room + "/members").body().path("members")) {
      roles.put(member.at("/user/id").stringValue(), member.path("role").stringValue());
    }
    return roles;
  }
}
