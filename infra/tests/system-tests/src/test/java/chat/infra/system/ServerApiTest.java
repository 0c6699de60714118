package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.system.Rest.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What services do at one gateway, and its effects at the other. */
@ExtendWith(RunningSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerApiTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration EVERYWHERE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MESSAGES = "/api/server/messages";

  private final ChatSystem system;
  private final Rest one;
  private final Rest two;
  private final Person ann;
  private String room = "";
  private String user = "";
  private String name = "";

  ServerApiTest(ChatSystem system) {
    this.system = system;
    this.one = Backend.rest(system.gateway(1));
    this.two = Backend.rest(system.gateway(2));
    this.ann = Person.register(system, "ann");
  }

  @BeforeEach
  void new_names() {
    room = "server-" + UUID.randomUUID();
    user = "crm-" + UUID.randomUUID();
    name = Backend.freshName();
    expect(201, one.put("/api/server/users/" + user, Map.of("username", name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/rooms", "/api/users/profile", "/api/files/f1", "/api/nothing"})
  void a_key_is_good_for_the_api_of_servers_only(String path) {
    assertThat(one.get(path).status()).isEqualTo(401);
    assertThat(ann.two().get(MESSAGES + "?room=general").status()).isEqualTo(401);
  }

  @Test
  void a_key_opens_no_socket() {
    try (SocketClient socket = SocketClient.open(system.gateway(1))) {
      socket.send(Map.of("type", "connect", "token", one.token()));
      assertThat(socket.closeCode()).isEqualTo(4401);
    }
    assertThat(one.upload("general", "text").status()).isEqualTo(401);
  }

  @Test
  void a_minted_token_opens_a_socket_until_the_sessions_end_at_another_gateway() {
    InTime.once(EVERYWHERE, this::sessionsEnd);
    Rest again = new Rest(system.gateway(2), mint());
    assertThat(again.get("/api/users/profile").body().path("id").stringValue()).isEqualTo(user);
  }

  /** Returns the time until the socket was closed. */
  private Duration sessionsEnd() {
    try (SocketClient socket = SocketClient.openAs(system.gateway(1), mint())) {
      assertThat(socket.next("connected").at("/user/username").stringValue()).isEqualTo(name);
      Instant begin = Instant.now();
      expect(204, two.post("/api/server/users/" + user + "/sessions/end", Map.of()));

      assertThat(socket.closeCode()).isEqualTo(4401);
      return Duration.between(begin, Instant.now());
    }
  }

  @Test
  void an_erased_user_is_gone_everywhere() {
    InTime.once(EVERYWHERE, this::isErased);
  }

  /** Returns the time until the user's token was refused. */
  private Duration isErased() {
    new_names();
    expect(201, one.put(ofRoom(), Map.of("owner", ann.id())));
    long seq = seq(expect(201, one.post(MESSAGES, message("m1", "mine", user))));
    Rest theirs = new Rest(system.gateway(2), mint());
    expect(200, theirs.get("/api/users/profile"));

    Answer receipt = expect(202, one.delete("/api/server/users/" + user));

    Instant erased = Instant.now();
    await().atMost(PATIENCE).until(() -> theirs.get("/api/users/profile").status() == 401);
    Duration took = Duration.between(erased, Instant.now());
    assertThat(two.delete("/api/server/users/" + user).body()).isEqualTo(receipt.body());
    assertThat(two.put("/api/server/users/" + user, Map.of("username", name)).code())
        .isEqualTo("conflict");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              JsonNode shown = message(two.get(MESSAGES + "?room=" + room), seq);
              return shown.has("deletedAt") && !shown.has("content");
            });
    return took;
  }

  @Test
  void a_room_is_put_for_an_owner_and_handed_over() {
    Answer made = expect(201, one.put(ofRoom(), Map.of("visibility", "private", "owner", user)));
    Answer again = expect(200, two.put(ofRoom(), Map.of("visibility", "private", "owner", user)));
    expect(200, two.put(ofRoom(), Map.of("owner", ann.id())));

    assertThat(again.body()).isEqualTo(made.body());
    Map<String, String> roles = roles(ann.one().get("/api/rooms/" + room + "/members"));
    assertThat(roles).isEqualTo(Map.of(user, "moderator", ann.id(), "owner"));
    expect(204, one.delete(ofRoom()));
    expect(204, two.delete(ofRoom()));
    assertThat(one.put(ofRoom(), Map.of()).code()).isEqualTo("conflict");
    assertThat(ann.two().get("/api/rooms/" + room).status()).isEqualTo(404);
  }

  @Test
  void a_room_without_owner_is_the_services_own() {
    expect(201, one.put(ofRoom(), Map.of("name", "Ours")));

    assertThat(ann.two().get("/api/rooms/" + room).body().path("memberCount").intValue()).isZero();
    expect(200, ann.two().put("/api/rooms/" + room + "/members/me", Map.of()));
    assertThat(ann.two().patch("/api/rooms/" + room, Map.of("name", "Mine")).code())
        .isEqualTo("forbidden");
    expect(204, ann.one().delete("/api/rooms/" + room + "/members/me"));
    expect(204, ann.one().delete("/api/rooms/" + room + "/members/me"));
    assertThat(ann.one().get("/api/rooms/" + room).status()).isEqualTo(200);
  }

  @Test
  void members_are_changed_each_by_itself() {
    expect(201, one.put(ofRoom(), Map.of("visibility", "private", "owner", user)));
    Map<String, ?> wanted =
        Map.of(
            "add",
            List.of(
                Map.of("user", ann.id(), "role", "moderator"),
                Map.of("user", "nobody"),
                Map.of("user", user, "role", "king")),
            "remove",
            List.of(user));

    JsonNode changed = expect(200, one.post(ofRoom() + "/members", wanted)).body();
    JsonNode again = expect(200, two.post(ofRoom() + "/members", wanted)).body();

    assertThat(changed.path("added").intValue()).isEqualTo(1);
    assertThat(again.path("added").intValue()).isZero();
    assertThat(again.path("removed").intValue()).isZero();
    assertThat(again.path("failed").valueStream().map(one -> one.path("code").stringValue()))
        .containsExactlyInAnyOrder("not_found", "invalid_request", "conflict");
    assertThat(ann.one().get("/api/rooms/" + room).status()).isEqualTo(200);
    expect(200, one.post(ofRoom() + "/members", Map.of("remove", List.of(ann.id()))));
    await().atMost(PATIENCE).until(() -> ann.two().get("/api/rooms/" + room).status() == 404);
  }

  @Test
  void a_service_writes_in_its_own_name_without_being_a_member() {
    expect(201, one.put(ofRoom(), Map.of("visibility", "private", "owner", user)));
    expect(200, two.get(ofRoom() + "/events"));
    try (SocketClient socket = SocketClient.openAs(system.gateway(2), mint())) {
      socket.next("connected");
      socket.send(Map.of("type", "join", "room", room));
      socket.next("joined");

      Answer sent = expect(201, one.post(MESSAGES, message("m1", "hello", null)));
      Answer again = expect(200, two.post(MESSAGES, message("m1", "hello", null)));

      JsonNode author = socket.next("message").path("user");
      assertThat(author).isEqualTo(sent.body().path("user"));
      assertThat(author)
          .isEqualTo(
              JSON.readTree("{\"id\":\"service:crm\",\"username\":\"crm\",\"service\":true}"));
      assertThat(seq(again)).isEqualTo(seq(sent));
      assertThat(two.post(MESSAGES, message("m1", "other", null)).code()).isEqualTo("conflict");
    }
  }

  @Test
  void the_first_message_of_a_service_makes_a_room_that_changes_do_not_make() {
    assertThat(one.delete(ofMessage(1)).code()).isEqualTo("not_found");
    assertThat(one.patch(ofMessage(1), Map.of("content", "x")).code()).isEqualTo("not_found");
    assertThat(ann.one().get("/api/rooms/" + room).status()).isEqualTo(404);

    expect(201, one.post(MESSAGES, message("m1", "hello", null)));

    JsonNode made = expect(200, ann.two().get("/api/rooms/" + room)).body();
    assertThat(made.path("visibility").stringValue()).isEqualTo("public");
    assertThat(made.path("memberCount").intValue()).isZero();
  }

  @Test
  void a_service_that_moderates_changes_messages_of_users() {
    expect(201, one.put(ofRoom(), Map.of("owner", user)));
    long ofUser = seq(expect(201, one.post(MESSAGES, message("m1", "of a user", user))));
    long ofService = seq(expect(201, one.post(MESSAGES, message("m2", "of us", null))));
    Rest small = Backend.small(system.gateway(2));
    long ofSmall = seq(expect(201, small.post(MESSAGES, message("m3", "of others", null))));

    assertThat(small.patch(ofMessage(ofUser), Map.of("content", "x")).code())
        .isEqualTo("forbidden");
    assertThat(small.delete(ofMessage(ofService)).code()).isEqualTo("forbidden");
    expect(200, small.patch(ofMessage(ofSmall), Map.of("content", "mine")));
    JsonNode edited = expect(200, two.patch(ofMessage(ofUser), Map.of("content", "edited"))).body();
    expect(204, two.delete(ofMessage(ofSmall)));
    expect(204, two.delete(ofMessage(ofSmall)));

    assertThat(edited.at("/user/id").stringValue()).isEqualTo(user);
    assertThat(edited.path("content").stringValue()).isEqualTo("edited");
    assertThat(message(one.get(MESSAGES + "?room=" + room), ofSmall).has("deletedAt")).isTrue();
  }

  @Test
  void an_import_that_runs_again_imports_nothing_twice() {
    String lines = importedLines(200);

    List<JsonNode> first = imported(one, lines);
    Map<String, ?> promoted = Map.of("user", user + "-2", "role", "moderator");
    expect(200, two.post(ofRoom() + "/members", Map.of("add", List.of(promoted))));
    expect(200, two.put(ofRoom(), Map.of("name", "Renamed", "owner", ann.id())));
    List<JsonNode> second = imported(two, lines);

    assertThat(last(first)).isEqualTo(counts(204, 203, 0, 1));
    assertThat(last(second)).isEqualTo(counts(204, 0, 203, 1));
    assertThat(first.get(0).path("line").intValue()).isEqualTo(4);
    assertThat(first.get(0).path("code").stringValue()).isEqualTo("not_found");
    JsonNode page = two.get(MESSAGES + "?limit=200&after=0&room=" + room).body();
    List<JsonNode> messages = page.path("messages").valueStream().toList();
    assertThat(messages).hasSize(200);
    assertThat(messages.stream().map(message -> message.path("content").stringValue()))
        .containsExactlyElementsOf(
            Stream.iterate(0, i -> i + 1).limit(200).map(i -> "old " + i).toList());
    assertThat(messages.get(0).path("at").longValue()).isEqualTo(1_000_000_000_000L);
    assertThat(messages).allMatch(message -> message.path("imported").booleanValue());
    assertThat(roles(ann.one().get("/api/rooms/" + room + "/members")))
        .as("what has changed since stays")
        .isEqualTo(Map.of(user, "moderator", user + "-2", "moderator", ann.id(), "owner"));
  }

  private String importedLines(int messages) {
    List<Map<String, ?>> lines = new ArrayList<>();
    lines.add(Map.of("type", "user", "id", user + "-2", "username", Backend.freshName()));
    lines.add(Map.of("type", "room", "room", room, "visibility", "private", "owner", user));
    lines.add(Map.of("type", "member", "room", room, "user", user + "-2", "role", "member"));
    lines.add(Map.of("type", "member", "room", room, "user", "nobody", "role", "member"));
    for (int i = 0; i < messages; i++) {
      lines.add(
          Map.of(
              "type",
              "message",
              "room",
              room,
              "user",
              i % 2 == 0 ? user : user + "-2",
              "id",
              "old-" + i,
              "content",
              "old " + i,
              "at",
              1_000_000_000_000L + i));
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(JSON.writeValueAsString(line)).append('\n'));
    return text.toString();
  }

  private static List<JsonNode> imported(Rest service, String lines) {
    Answer answer = expect(200, service.ask("POST", "/api/server/import", lines));
    return answer.raw().body().lines().map(JSON::readTree).toList();
  }

  private static JsonNode last(List<JsonNode> lines) {
    return lines.get(lines.size() - 1);
  }

  private static JsonNode counts(int lines, int imported, int known, int failed) {
    return JSON.readTree(
        "{\"done\":true,\"lines\":%d,\"imported\":%d,\"known\":%d,\"failed\":%d}"
            .formatted(lines, imported, known, failed));
  }

  private String ofRoom() {
    return "/api/server/rooms/" + room;
  }

  private String ofMessage(long seq) {
    return MESSAGES + "/" + room + "/" + seq;
  }

  private Map<String, String> message(String id, String content, @Nullable String author) {
    return author == null
        ? Map.of("room", room, "id", id, "content", content)
        : Map.of("room", room, "id", id, "content", content, "user", author);
  }

  private String mint() {
    Answer answer =
        expect(201, one.post("/api/server/users/" + user + "/tokens", Map.of("ttlSeconds", 600)));
    return answer.body().path("accessToken").stringValue();
  }

  private static JsonNode message(Answer page, long seq) {
    return page.body()
        .path("messages")
        .valueStream()
        .filter(message -> message.path("seq").longValue() == seq)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> roles(Answer members) {
    Map<String, String> roles = new java.util.HashMap<>();
    members
        .body()
        .path("members")
        .valueStream()
        .forEach(
            member ->
                roles.put(member.at("/user/id").stringValue(), member.path("role").stringValue()));
    return roles;
  }

  private static long seq(Answer message) {
    return message.body().path("seq").longValue();
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    return answer;
  }
}
