package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Every call and frame that is documented, once, by two people in a room. That each answer is as
 * documented is looked at wherever answers come in.
 */
@ExtendWith(RunningSystem.class)
class DocumentedCallsTest {

  /** Others bring these about: a restart, and two hundred people. */
  private static final Set<String> ELSEWHERE = Set.of("reconnect", "presence_count");

  private static final String NEW_PASSWORD = "staple battery horse";

  private final ChatSystem system;
  private final Rest anybody;
  private final String room = "documented-" + UUID.randomUUID();
  private final User ann;
  private final User bob;

  DocumentedCallsTest(ChatSystem system) {
    this.system = system;
    this.anybody = new Rest(system.gateway(1), null);
    this.ann = User.register(anybody, "ann");
    this.bob = User.register(anybody, "bob");
  }

  @Test
  void every_documented_call_and_frame_is_as_documented() {
    rooms();
    messages();
    frames();
    people();
    keepingOut();
    accounts();

    assertThat(Contract.unseen()).isSubsetOf(ELSEWHERE);
  }

  @Test
  void the_documents_are_served_and_point_nowhere_else() {
    for (String path : List.of("/docs", "/docs/docs.js", "/docs/openapi.yaml", "/docs/asyncapi.yaml")) {
      Rest.Answer answer = anybody.get(path);
      expect(200, answer);
      assertThat(answer.raw().body()).doesNotContain("https://");
    }
    assertThat(anybody.get("/docs/openapi.json").body().path("openapi").stringValue())
        .isEqualTo("3.1.0");
    JsonNode asyncapi = anybody.get("/docs/asyncapi.json").body();
    asyncapi
        .path("components")
        .path("messages")
        .valueStream()
        .map(message -> message.path("payload").path("$ref").stringValue(""))
        .filter(schema -> schema.startsWith("topics/"))
        .forEach(schema -> expect(200, anybody.get("/docs/" + schema)));
  }

  private void rooms() {
    expect(201, post(ann, "/api/rooms", Map.of("room", room, "visibility", "public")));
    expect(201, post(ann, "/api/rooms", Map.of("direct", bob.id())));
    expect(200, get(ann, "/api/rooms"));
    expect(200, get(ann, "/api/rooms?public&query=" + room));
    expect(200, get(bob, "/api/rooms/" + room));
    expect(200, call(ann, "PATCH", "/api/rooms/" + room, Map.of("name", "Documented")));
    expect(200, call(bob, "PUT", "/api/rooms/" + room + "/members/me", Map.of()));
    expect(200, get(ann, "/api/rooms/" + room + "/members"));
  }

  private void messages() {
    long seq =
        post(ann, "/api/messages", Map.of("room", room, "content", "hi @" + bob.username()))
            .body()
            .path("seq")
            .longValue();
    String message = "/api/messages/" + room + "/" + seq;
    String thumb = URLEncoder.encode("👍", StandardCharsets.UTF_8);
    expect(200, call(ann, "PATCH", message, Map.of("content", "ho")));
    expect(204, call(bob, "PUT", message + "/reactions/" + thumb, Map.of()));
    expect(200, get(bob, "/api/messages?room=" + room));
    expect(204, call(bob, "DELETE", message + "/reactions/" + thumb, Map.of()));
    expect(204, call(ann, "DELETE", message, Map.of()));
    expect(200, get(bob, "/api/rooms/" + room + "/events"));
    expect(204, call(bob, "PUT", "/api/rooms/" + room + "/read", Map.of("seq", seq)));
  }

  private void frames() {
    try (SocketClient a = SocketClient.connect(system.gateway(1), ann);
        SocketClient b = SocketClient.connect(system.gateway(2), bob)) {
      a.send(Map.of("type", "join", "room", room, "presence", true));
      a.take(1, "presence_state");
      b.send(Map.of("type", "join", "ref", "1", "room", room, "after", 0));
      b.take(1, "joined");
      a.take(1, "presence");
      a.send(Map.of("type", "send", "room", room, "content", "now"));
      long seq = a.take(1, "ack").get(0).path("seq").longValue();
      b.take(1, "message");
      a.send(Map.of("type", "react", "room", room, "seq", seq, "emoji", "👍"));
      b.take(1, "reaction");
      a.send(Map.of("type", "edit", "room", room, "seq", seq, "content", "then"));
      b.take(1, "edited");
      a.send(Map.of("type", "delete", "room", room, "seq", seq));
      b.take(1, "deleted");
      a.send(Map.of("type", "typing", "room", room, "typing", true));
      b.take(1, "typing");
      a.send(Map.of("type", "read", "room", room, "seq", seq));
      b.take(1, "read");
      b.send(Map.of("type", "auth", "token", bob.token()));
      b.take(1, "authenticated");
      b.send(Map.of("type", "ping"));
      b.take(1, "pong");
      b.send(Map.of("type", "join", "room", "No room"));
      b.take(1, "error");
      expect(200, call(ann, "PATCH", "/api/rooms/" + room, Map.of("name", "Seen")));
      b.take(1, "room");
      expect(204, call(ann, "DELETE", "/api/rooms/" + room + "/members/" + bob.id(), Map.of()));
      b.take(1, "member");
      b.take(1, "left");
    }
  }

  private void people() {
    expect(200, get(ann, "/api/users?query=" + bob.username()));
    expect(200, get(ann, "/api/users/" + bob.id()));
    expect(200, get(ann, "/api/users/online?room=" + room));
    expect(200, get(ann, "/api/users/profile"));
    expect(200, call(ann, "PATCH", "/api/users/profile", Map.of("name", "Ann A.")));
  }

  private void keepingOut() {
    String of = "/api/rooms/" + room;
    expect(200, call(bob, "PUT", of + "/members/me", Map.of()));
    expect(204, call(ann, "PUT", of + "/mutes/" + bob.id(), Map.of("untilAt", 0)));
    expect(204, call(ann, "DELETE", of + "/members/" + bob.id() + "?ban=true", Map.of()));
    expect(200, get(ann, of + "/bans"));
    expect(204, call(ann, "DELETE", of + "/bans/" + bob.id(), Map.of()));
    expect(204, call(ann, "DELETE", of, Map.of()));
  }

  private void accounts() {
    expect(200, anybody.get("/.well-known/jwks.json"));
    Map<String, String> pair = Map.of("email", bob.email(), "password", User.PASSWORD);
    Rest.Answer login = anybody.post("/api/auth/login", pair);
    expect(200, login);
    Rest.Answer fresh =
        anybody.post(
            "/api/auth/refresh",
            Map.of("refreshToken", login.body().path("refreshToken").stringValue()));
    expect(200, fresh);
    expect(204, post(bob, "/api/auth/password", passwords()));
    expect(204, anybody.post("/api/auth/logout", Map.of("refreshToken", ann.refresh())));
    Rest.Answer again =
        anybody.post("/api/auth/login", Map.of("email", bob.email(), "password", NEW_PASSWORD));
    expect(200, again);
    User renewed =
        new User(
            bob.id(),
            bob.username(),
            bob.email(),
            again.body().path("accessToken").stringValue(),
            again.body().path("refreshToken").stringValue());
    Map<String, String> password = Map.of("password", NEW_PASSWORD);
    expect(202, call(renewed, "DELETE", "/api/users/profile", password));
  }

  private static Map<String, String> passwords() {
    return Map.of("password", User.PASSWORD, "newPassword", NEW_PASSWORD);
  }

  private static void expect(int status, Rest.Answer answer) {
    assertThat(answer.status()).as(answer.raw().request() + answer.raw().body()).isEqualTo(status);
  }

  private Rest.Answer get(User user, String path) {
    return user.rest(anybody).get(path);
  }

  private Rest.Answer post(User user, String path, Map<String, ?> body) {
    return user.rest(anybody).post(path, body);
  }

  private Rest.Answer call(User user, String method, String path, Map<String, ?> body) {
    Rest rest = user.rest(anybody);
    BodyPublisher content = body.isEmpty() ? BodyPublishers.noBody() : Rest.json(body);
    return rest.call(
        rest.request(path)
            .method(method, content)
            .header("Content-Type", "application/json")
            .build());
  }
}
