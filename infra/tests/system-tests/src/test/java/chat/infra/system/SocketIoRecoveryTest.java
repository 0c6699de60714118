package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Recovery of Socket.IO clients whose line broke. */
@ExtendWith(RunningSystem.class)
class SocketIoRecoveryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChatSystem system;
  private final Rest anybody;
  private final User alice;
  private final Rest calls;
  private final String room = "recovery-" + UUID.randomUUID();

  SocketIoRecoveryTest(ChatSystem system) {
    this.system = system;
    this.anybody = new Rest(system.gateway(1), null);
    this.alice = User.register(anybody, "alice");
    this.calls = alice.rest(anybody);
  }

  @Test
  void a_client_whose_line_broke_recovers_at_another_gateway_and_gets_each_missed_event_once() {
    PollingClient first = connect(1, alice);
    String pid = pid(first);
    first.ask("join", Map.of("room", room));
    say(room, "before");
    assertThat(next(first)).isEqualTo("before");
    say(room, "missed");

    awaitKept(1);
    PollingClient second = goOn(2, alice, pid, first);
    say(room, "live");
    assertThat(next(second)).isEqualTo("missed");
    assertThat(next(second)).isEqualTo("live");

    PollingClient third = goOn(1, alice, pid, second);
    assertThat(third.messages()).isEmpty();
    say(room, "last");
    assertThat(next(third)).isEqualTo("last");
  }

  @Test
  void a_client_with_the_pid_of_another_user_starts_a_new_session() {
    PollingClient client = connect(1, alice);
    String pid = pid(client);
    client.ask("join", Map.of("room", room));
    User bob = User.register(anybody.at(system.gateway(2)), "bob");

    PollingClient other = comeBack(2, bob, pid, null);

    assertThat(pid(other)).isNotEqualTo(pid);
    say(room, "not for bob's new session");
    other.ask("status", Map.of("status", "online"));
    assertThat(other.messages()).isEmpty();
  }

  @Test
  void a_room_that_was_left_is_not_joined_again() {
    String other = room + "-left";
    PollingClient client = connect(1, alice);
    String pid = pid(client);
    client.ask("join", Map.of("room", other));
    client.ask("join", Map.of("room", room));
    client.ask("leave", Map.of("room", other));
    say(room, "before");
    assertThat(next(client)).isEqualTo("before");
    awaitKept(1);
    say(other, "in the room that was left");
    say(room, "missed");

    PollingClient back = goOn(2, alice, pid, client);

    assertThat(next(back)).isEqualTo("missed");
    back.ask("status", Map.of("status", "online"));
    assertThat(back.messages()).isEmpty();
  }

  @Test
  void a_client_that_was_removed_meanwhile_starts_a_new_session_and_reads_no_more() {
    User bob = User.register(anybody, "bob");
    assertThat(calls.post("/api/rooms", Map.of("room", room, "visibility", "private")).status())
        .isEqualTo(201);
    String member = "/api/rooms/" + room + "/members/" + bob.id();
    assertThat(calls.put(member, Map.of()).status()).isEqualTo(200);
    PollingClient client = connect(1, bob);
    String pid = pid(client);
    client.ask("join", Map.of("room", room));
    say(room, "for members");
    assertThat(next(client)).isEqualTo("for members");
    assertThat(calls.delete(member).status()).isEqualTo(204);
    say(room, "for members, without bob");
    awaitKept(1);

    PollingClient back = comeBack(2, bob, pid, client.offset());

    assertThat(pid(back)).isNotEqualTo(pid);
    assertThat(back.ask("join", Map.of("room", room)).path("code").stringValue())
        .isEqualTo("not_found");
    assertThat(back.messages()).isEmpty();
  }

  @Test
  void a_client_that_missed_too_much_starts_a_new_session_and_is_told_to_page() {
    PollingClient client = connect(1, alice);
    String pid = pid(client);
    client.ask("join", Map.of("room", room));
    say(room, "before");
    long last = client.message().path("seq").longValue();
    awaitKept(1);
    try (Cluster cluster = new Cluster(system.kafka())) {
      cluster.say(room, "missed", 1001);
    }

    PollingClient back = comeBack(2, alice, pid, client.offset());

    assertThat(pid(back)).isNotEqualTo(pid);
    JsonNode joined = back.ask("join", Map.of("room", room, "after", last));
    assertThat(joined.path("recovered").booleanValue(true)).isFalse();
    assertThat(back.messages()).isEmpty();
  }

  @Test
  void a_line_that_breaks_before_the_missed_events_of_a_join_skips_none() {
    String other = room + "-resumed";
    long first = say(other, "one");
    say(other, "two");
    say(other, "three");
    PollingClient client = connect(1, alice);
    String pid = pid(client);
    client.ask("join", Map.of("room", room));
    say(room, "before");
    assertThat(next(client)).isEqualTo("before");
    String offset = client.offset();
    JsonNode joined = client.ask("join", Map.of("room", other, "after", first));
    assertThat(joined.path("recovered").booleanValue(false)).isTrue();
    awaitKept(1);

    PollingClient back = comeBack(2, alice, pid, offset);

    assertThat(pid(back)).isEqualTo(pid);
    assertThat(next(back)).isEqualTo("two");
    assertThat(next(back)).isEqualTo("three");
  }

  @Test
  void a_client_that_disconnected_itself_starts_a_new_session() {
    PollingClient client = connect(1, alice);
    String pid = pid(client);
    client.ask("join", Map.of("room", room));
    say(room, "before");
    assertThat(next(client)).isEqualTo("before");
    client.leave();
    awaitKept(1);

    assertThat(pid(comeBack(1, alice, pid, client.offset()))).isNotEqualTo(pid);
  }

  private PollingClient connect(int gateway, User user) {
    return PollingClient.connect(List.of(system.gateway(gateway)), Map.of("token", user.token()));
  }

  private static String pid(PollingClient client) {
    return client.connected().path("pid").stringValue();
  }

  private static String next(PollingClient client) {
    return client.message().path("content").stringValue();
  }

  private PollingClient comeBack(int gateway, User user, String pid, @Nullable String offset) {
    Map<String, Object> auth = new HashMap<>(Map.of("token", user.token(), "pid", pid));
    if (offset != null) {
      auth.put("offset", offset);
    }
    return PollingClient.connect(List.of(system.gateway(gateway)), auth);
  }

  private PollingClient goOn(int gateway, User user, String pid, PollingClient broken) {
    PollingClient client = comeBack(gateway, user, pid, Objects.requireNonNull(broken.offset()));
    assertThat(pid(client)).isEqualTo(pid);
    return client;
  }

  /** A gateway keeps the states of sessions in the order in which they came. */
  private void awaitKept(int gateway) {
    String pid = pid(connect(gateway, alice));
    await().atMost(PATIENCE).until(() -> pid(comeBack(2, alice, pid, null)).equals(pid));
  }

  private long say(String to, String content) {
    Rest.Answer said = calls.post("/api/messages", message(to, content));
    assertThat(said.status()).isEqualTo(201);
    return said.body().path("seq").longValue();
  }

  private static Map<String, Object> message(String to, String content) {
    return Map.of("room", to, "content", content);
  }
}
