package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.system.Rest.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What operators learn of the delivery of one event, at any gateway and by the command line. */
@ExtendWith(RunningSystem.class)
class WhyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SECRET_TEXT = "a text that only members may read";

  private final ChatSystem system;
  private final Person ann;
  private final Person bob;
  private final Rest operator;
  private final String room = "why-" + UUID.randomUUID();

  WhyTest(ChatSystem system) {
    this.system = system;
    this.ann = Person.register(system, "ann");
    this.bob = Person.register(system, "bob");
    this.operator = Backend.rest(system.gateway(1));
    ann.makes(room, "private", bob);
  }

  @Test
  void an_event_is_followed_from_the_log_to_the_sockets_of_both_gateways() {
    try (SocketClient one = ann.joined(ann.one(), room);
        SocketClient two = bob.joined(bob.two(), room)) {
      long seq = ann.says(room, SECRET_TEXT);
      one.take(1, "message");
      two.take(1, "message");

      JsonNode why = why(seq, bob.id());
      JsonNode event = why.path("event");
      assertThat(event.path("judged").stringValue()).isEqualTo("event");
      assertThat(event.path("appendedBy").stringValue()).isEqualTo("gateway-1");
      assertThat(event.path("offset").longValue()).isEqualTo(seq & ((1L << 44) - 1));
      assertThat(event.path("appendedAt").longValue()).isPositive();
      assertThat(gateway(why, "gateway-1").at("/deliveries/delivered").intValue()).isEqualTo(1);
      JsonNode other = gateway(why, "gateway-2");
      assertThat(other.at("/deliveries/delivered").intValue()).isEqualTo(1);
      JsonNode socket = other.path("sockets").path(0);
      assertThat(socket.path("fate").stringValue()).isEqualTo("delivered");
      assertThat(socket.path("lastSeq").longValue()).isEqualTo(seq);
      assertThat(other.at("/connections/0/rooms").intValue()).isEqualTo(1);
      assertThat(gateway(why, "gateway-1").path("connections")).isEmpty();
      await().atMost(PATIENCE).until(() -> stored(seq).path("stored").booleanValue());
      await().atMost(PATIENCE).until(() -> stored(seq).has("storedBefore"));
    }
  }

  @Test
  void a_user_who_left_before_and_came_back_later_got_it_by_the_replay() {
    long first = ann.says(room, "first");
    SocketClient socket = bob.joined(bob.two(), room);
    socket.close();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !gateway(why(first, bob.id()), "gateway-2")
                    .at("/connections/0/closed")
                    .isMissingNode());
    long missed = ann.says(room, SECRET_TEXT);
    JsonNode away = gateway(why(missed, bob.id()), "gateway-2");
    assertThat(away.at("/sockets/0/fate").stringValue()).isEqualTo("left_before");
    assertThat(away.at("/sockets/0/left").stringValue()).isEqualTo("gone");
    assertThat(away.at("/connections/0/closed").stringValue()).isEqualTo("gone");

    try (SocketClient back = bob.resumed(system.gateway(1), room, first)) {
      back.take(1, "message");
      JsonNode here = gateway(why(missed, bob.id()), "gateway-1").path("sockets").path(0);
      assertThat(here.path("fate").stringValue()).isEqualTo("replayed");
      assertThat(here.path("after").longValue()).isEqualTo(first);
      assertThat(here.path("recovered").booleanValue()).isTrue();
    }
    assertThat(bob.two().put("/api/rooms/" + room + "/read", Map.of("seq", missed)).status())
        .isEqualTo(204);
    assertThat(why(missed, bob.id()).at("/event/readSeq").longValue()).isEqualTo(missed);
  }

  @Test
  void the_command_tells_the_same_in_words() {
    long seq = ann.says(room, SECRET_TEXT);
    List<String> lines = system.run("why", room, "" + seq, ann.id()).lines().toList();

    assertThat(lines).contains("room: " + room, "seq: " + seq, "  judged: event");
    assertThat(lines).anyMatch(line -> line.matches(" +appendedAt: 20.*Z"));
    assertThat(lines).anyMatch(line -> line.contains("gateway: gateway-2"));
    assertThat(lines).noneMatch(line -> line.contains(SECRET_TEXT));
    String at = "--at=" + system.gateway(2);
    String key = "--key-file=" + system.secret("operator-key");
    assertThat(system.run("why", room, "" + seq, "--json", at, key))
        .contains("\"appendedBy\":\"gateway-1\"");
  }

  @Test
  void only_operators_learn_it_and_only_of_events_of_the_room() {
    long seq = ann.says(room, SECRET_TEXT);
    String path = "/api/server/operator/why/" + room + "/" + seq;

    assertThat(Backend.small(system.gateway(1)).get(path).code()).isEqualTo("forbidden");
    assertThat(ann.one().get(path).status()).isEqualTo(401);
    assertThat(new Rest(system.gateway(1), "peer_1.x.crm").get(path).status()).isEqualTo(401);
    assertThat(operator.get("/api/server/operator/why/other/" + seq).code()).isEqualTo("not_found");
    assertThat(operator.get("/api/server/operator/why/" + room + "/0").code())
        .isEqualTo("invalid_request");
    assertThat(operator.get(path + "?user=a%20b").code()).isEqualTo("invalid_request");
    assertThat(operator.get(path).raw().body()).doesNotContain(SECRET_TEXT);
  }

  private JsonNode stored(long seq) {
    return why(seq, bob.id()).path("event");
  }

  private JsonNode why(long seq, String user) {
    Answer answer = operator.get("/api/server/operator/why/" + room + "/" + seq + "?user=" + user);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.body();
  }

  private static JsonNode gateway(JsonNode why, String name) {
    return why.path("gateways")
        .valueStream()
        .filter(each -> name.equals(each.path("gateway").stringValue("")))
        .findFirst()
        .orElseThrow(() -> new AssertionError(why));
  }
}
