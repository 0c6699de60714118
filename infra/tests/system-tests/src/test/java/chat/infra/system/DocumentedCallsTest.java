package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.system.Rest.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes every documented call and frame once, by two users in a room. All tests check that answers
 * match the documents ({@link Contract}).
 */
@ExtendWith(RunningSystem.class)
class DocumentedCallsTest {

  /**
   * Others bring these about: a restart, two hundred people, a Socket.IO client that comes back,
   * more partitions; a drain would close the sockets of other tests.
   */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "reconnect",
          "presence_count",
          "position",
          "recovered",
          "POST /api/server/operator/gateways/{gateway}/drain");

  private static final String LETTERS = "/api/server/operator/dead-letters";
  private static final String NEW_PASSWORD = "staple battery horse";

  private final ChatSystem system;
  private final Rest anybody;
  private final User ann;
  private final User bob;
  private final Rest asAnn;
  private final Rest asBob;
  private final String room = "documented-" + UUID.randomUUID();
  private final String ofRoom = "/api/rooms/" + room;

  DocumentedCallsTest(ChatSystem system) {
    this.system = system;
    this.anybody = new Rest(system.gateway(1), null);
    this.ann = User.register(anybody, "ann");
    this.bob = User.register(anybody, "bob");
    this.asAnn = ann.rest(anybody);
    this.asBob = bob.rest(anybody);
  }

  @Test
  void every_documented_call_and_frame_matches_its_description() {
    rooms();
    messages();
    frames();
    inbox();
    files();
    people();
    keepingOut();
    servers();
    webhooks();
    accounts();

    assertThat(Contract.unseen()).isSubsetOf(ELSEWHERE);
  }

  @Test
  void an_undocumented_call_is_found() {
    JsonNode frame = JsonMapper.shared().readTree("{\"type\":\"pong\",\"at\":1}");
    JsonNode more = JsonMapper.shared().readTree("{\"type\":\"pong\",\"at\":1,\"by\":\"ann\"}");
    Contract.check(frame);

    assertThat(Contract.errors(more)).isNotEmpty();
    assertThat(Contract.errors("GET", "/api/news", 200, "application/json", frame)).isNotEmpty();
    assertThat(Contract.errors("GET", "/api/news", 404, "application/json", frame)).isEmpty();
  }

  @Test
  void the_documents_are_served_and_point_nowhere_else() {
    for (String path :
        List.of(
            "/docs",
            "/docs/docs.js",
            "/docs/client/",
            "/docs/openapi.yaml",
            "/docs/asyncapi.yaml")) {
      assertThat(expect(200, anybody.get(path)).raw().body()).doesNotContain("https://");
    }
    assertThat(anybody.get("/docs/openapi.json").body().path("openapi").stringValue())
        .isEqualTo("3.1.0");
    anybody
        .get("/docs/asyncapi.json")
        .body()
        .at("/components/messages")
        .valueStream()
        .map(message -> message.at("/payload/$ref").stringValue(""))
        .filter(schema -> schema.startsWith("topics/"))
        .forEach(schema -> expect(200, anybody.get("/docs/" + schema)));
  }

  private void rooms() {
    expect(201, asAnn.post("/api/rooms", Map.of("room", room, "visibility", "public")));
    expect(201, asAnn.post("/api/rooms", Map.of("direct", bob.id())));
    expect(200, asAnn.get("/api/rooms"));
    expect(200, asAnn.get("/api/rooms?public&query=" + room));
    expect(200, asBob.get(ofRoom));
    expect(200, asAnn.patch(ofRoom, Map.of("name", "Documented")));
    expect(200, asBob.put(ofRoom + "/members/me", Map.of()));
    expect(200, asAnn.get(ofRoom + "/members"));
  }

  private void messages() {
    long seq = sent(Map.of("room", room, "content", "hi @" + bob.username()));
    String message = "/api/messages/" + room + "/" + seq;
    String thumb = message + "/reactions/" + URLEncoder.encode("👍", StandardCharsets.UTF_8);
    expect(200, asAnn.patch(message, Map.of("content", "ho")));
    expect(204, asBob.put(thumb, Map.of()));
    expect(200, asBob.get("/api/messages?room=" + room));
    expect(204, asBob.delete(thumb));
    expect(204, asAnn.delete(message));
    expect(200, asBob.get(ofRoom + "/events"));
    expect(204, asBob.put(ofRoom + "/read", Map.of("seq", seq)));
    expect(201, asAnn.post(ofRoom + "/emit", vote(true)));
    expect(202, asAnn.post(ofRoom + "/emit", vote(false)));
  }

  private static Map<String, ?> vote(boolean keep) {
    return Map.of("name", "poll.vote", "data", Map.of("option", 2), "keep", keep);
  }

  private long sent(Map<String, ?> message) {
    return expect(201, asAnn.post("/api/messages", message)).body().path("seq").longValue();
  }

  private void frames() {
    try (SocketClient a = SocketClient.connect(system.gateway(1), ann);
        SocketClient b = SocketClient.connect(system.gateway(2), bob)) {
      joining(a, b);
      talking(a, b);
      b.send(Map.of("type", "auth", "token", bob.token()));
      b.take(1, "authenticated");
      b.send(Map.of("type", "ping"));
      b.take(1, "pong");
      b.send(Map.of("type", "join", "room", "No room"));
      b.take(1, "error");
      expect(200, asAnn.patch(ofRoom, Map.of("name", "Seen")));
      b.take(1, "room");
      expect(204, asAnn.delete(ofRoom + "/members/" + bob.id()));
      b.take(1, "member");
      b.take(1, "left");
    }
  }

  private void joining(SocketClient a, SocketClient b) {
    a.send(Map.of("type", "join", "room", room, "presence", true));
    a.take(1, "presence_state");
    b.send(Map.of("type", "join", "ref", "1", "room", room, "after", 0));
    b.take(1, "joined");
    a.take(1, "presence");
  }

  private void talking(SocketClient a, SocketClient b) {
    a.send(Map.of("type", "send", "room", room, "content", "now"));
    long seq = a.take(1, "ack").get(0).path("seq").longValue();
    b.take(1, "message");
    a.send(Map.of("type", "react", "room", room, "seq", seq, "emoji", "👍"));
    b.take(1, "reaction");
    a.send(Map.of("type", "edit", "room", room, "seq", seq, "content", "then"));
    b.take(1, "edited");
    a.send(Map.of("type", "delete", "room", room, "seq", seq));
    b.take(1, "deleted");
    a.send(
        Map.of("type", "emit", "room", room, "name", "poll.end", "data", Map.of(), "keep", true));
    b.take(1, "event");
    a.send(Map.of("type", "typing", "room", room, "typing", true));
    b.take(1, "typing");
    a.send(Map.of("type", "read", "room", room, "seq", seq));
    b.take(1, "read");
  }

  private void inbox() {
    try (SocketClient b = SocketClient.connect(system.gateway(2), bob)) {
      b.send(Map.of("type", "inbox", "ref", "1"));
      b.take(1, "inbox");
      String other = room + "-2";
      String bobInOther = "/api/rooms/" + other + "/members/" + bob.id();
      expect(201, asAnn.post("/api/rooms", Map.of("room", other, "visibility", "private")));
      expect(200, asAnn.put(bobInOther, Map.of()));
      b.take(1, "added");
      expect(201, asAnn.post("/api/messages", Map.of("room", other, "content", "new")));
      b.take(1, "activity");
      expect(204, asAnn.delete(bobInOther));
      b.take(1, "removed");
    }
  }

  private void files() {
    String file = expect(201, asAnn.upload(room, "hello")).body().path("url").stringValue();
    expect(302, asAnn.get(file));
    expect(200, asAnn.get(file + "?meta"));
  }

  private void people() {
    expect(200, asAnn.get("/api/users?query=" + bob.username()));
    expect(200, asAnn.get("/api/users/" + bob.id()));
    expect(200, asAnn.get("/api/users/online?room=" + room));
    expect(200, asAnn.get("/api/users/profile"));
    expect(200, asAnn.patch("/api/users/profile", Map.of("name", "Ann A.")));
  }

  private void keepingOut() {
    expect(200, asBob.put(ofRoom + "/members/me", Map.of()));
    expect(204, asAnn.put(ofRoom + "/mutes/" + bob.id(), Map.of("untilAt", 0)));
    expect(204, asAnn.delete(ofRoom + "/members/" + bob.id() + "?ban=true"));
    expect(200, asAnn.get(ofRoom + "/bans"));
    expect(204, asAnn.delete(ofRoom + "/bans/" + bob.id()));
    expect(204, asAnn.delete(ofRoom));
  }

  private void servers() {
    Rest crm = Backend.rest(system.gateway(1));
    String user = "documented-" + UUID.randomUUID();
    String ofUser = "/api/server/users/" + user;
    String ours = "served-" + UUID.randomUUID();
    String ofOurs = "/api/server/rooms/" + ours;
    Map<String, ?> body = Map.of("username", Backend.freshName());
    expect(201, crm.put(ofUser, body));
    expect(200, crm.put(ofUser, body));
    expect(201, crm.post(ofUser + "/tokens", Map.of("ttlSeconds", 60)));
    expect(204, crm.post(ofUser + "/sessions/end", Map.of()));
    expect(201, crm.put(ofOurs, Map.of("owner", user)));
    expect(200, crm.put(ofOurs, Map.of("name", "Served")));
    expect(200, crm.post(ofOurs + "/members", Map.of("remove", List.of("nobody"))));
    expect(204, crm.put(ofOurs + "/mutes/" + user, Map.of("untilAt", 0)));
    Map<String, ?> message = Map.of("room", ours, "id", "m1", "content", "hi");
    long seq =
        expect(201, crm.post("/api/server/messages", message)).body().path("seq").longValue();
    expect(200, crm.post("/api/server/messages", message));
    String ofMessage = "/api/server/messages/" + ours + "/" + seq;
    expect(200, crm.patch(ofMessage, Map.of("content", "ho")));
    expect(200, crm.get("/api/server/messages?room=" + ours));
    expect(200, crm.get(ofOurs + "/events"));
    expect(200, crm.get("/api/server/operator/why/" + ours + "/" + seq));
    expect(200, crm.get("/api/server/operator/gateways"));
    expect(200, crm.get("/api/server/operator/rooms"));
    deadLetters(crm);
    expect(202, crm.post("/api/server/operator/tables/check?room=general", Map.of()));
    expect(200, crm.get("/api/server/operator/tables/check"));
    expect(200, crm.delete("/api/server/operator/tables/check"));
    expect(200, crm.get("/api/server/operator/users/" + user + "/sockets"));
    expect(200, crm.delete("/api/server/operator/gateways/gateway-2/drain"));
    expect(204, crm.delete(ofMessage));
    expect(200, crm.ask("POST", "/api/server/import", "{\"type\":\"none\"}"));
    expect(204, crm.delete(ofOurs));
    expect(202, crm.delete(ofUser));
  }

  private void deadLetters(Rest crm) {
    BrokenRecord.append(system, room);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !crm.get(LETTERS).body().path("letters").isEmpty());
    JsonNode letter = crm.get(LETTERS).body().at("/letters/0");
    String of = LETTERS + "/" + letter.path("partition") + "/" + letter.path("offset");
    expect(204, crm.delete(of));
  }

  private void webhooks() {
    Rest crm = Backend.rest(system.gateway(1));
    String hook = "/api/server/webhooks/w" + UUID.randomUUID();
    Map<String, ?> body =
        Map.of(
            "url",
            "http://127.0.0.1:9/",
            "secret",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "rooms",
            List.of(room));
    expect(201, crm.put(hook, body));
    expect(200, crm.put(hook, body));
    expect(200, crm.post(hook + "/pause", Map.of()));
    expect(200, crm.post(hook + "/rewind", Map.of("from", "start")));
    expect(200, crm.post(hook + "/resume", Map.of()));
    expect(200, crm.get(hook));
    expect(200, crm.get("/api/server/webhooks"));
    expect(204, crm.delete(hook));
  }

  private void accounts() {
    expect(200, anybody.get("/.well-known/jwks.json"));
    expect(200, IssuersTest.logOut(anybody, system.provider(), Map.of("sub", "unknown")));
    JsonNode signedIn = expect(200, signIn(User.PASSWORD)).body();
    Map<String, String> refresh = Map.of("refreshToken", text(signedIn, "refreshToken"));
    expect(200, anybody.post("/api/auth/refresh", refresh));
    Map<String, String> passwords = Map.of("password", User.PASSWORD, "newPassword", NEW_PASSWORD);
    expect(204, asBob.post("/api/auth/password", passwords));
    expect(204, anybody.post("/api/auth/logout", Map.of("refreshToken", ann.refresh())));
    String token = text(expect(200, signIn(NEW_PASSWORD)).body(), "accessToken");
    String password = JsonMapper.shared().writeValueAsString(Map.of("password", NEW_PASSWORD));
    Rest renewed = new Rest(anybody.gateway(), token);
    expect(202, renewed.ask("DELETE", "/api/users/profile", password));
  }

  private Answer signIn(String password) {
    return anybody.post("/api/auth/login", Map.of("email", bob.email(), "password", password));
  }

  private static String text(JsonNode object, String name) {
    return object.path(name).stringValue();
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.raw() + answer.raw().body()).isEqualTo(status);
    return answer;
  }
}
