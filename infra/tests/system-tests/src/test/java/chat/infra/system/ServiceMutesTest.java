package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Services that mute users, and what a muted user can still do at two gateways. */
@ExtendWith(RunningSystem.class)
@Timeout(600)
class ServiceMutesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String room = "muting-" + UUID.randomUUID();
  private final Map<String, ?> message = Map.of("room", room, "content", "hello");
  private final ChatSystem system;
  private final Rest one;
  private final Rest two;
  private final User ann;
  private final String mute;

  ServiceMutesTest(ChatSystem system) {
    this.system = system;
    this.one = Backend.rest(system.gateway(1));
    this.two = Backend.rest(system.gateway(2));
    this.ann = User.register(new Rest(system.gateway(1), null), "ann");
    this.mute = "/api/server/rooms/" + room + "/mutes/" + ann.id();
    assertThat(one.put("/api/server/rooms/" + room, Map.of("owner", ann.id())).status())
        .isEqualTo(201);
  }

  @Test
  void a_muted_owner_sends_in_no_way_until_the_service_lifts_the_mute() {
    long seq = send(ann.rest(one));
    try (SocketClient socket = SocketClient.connect(system.gateway(2), ann, room)) {
      assertThat(one.put(mute, inAnHour()).status()).isEqualTo(204);
      JsonNode muted = socket.next("member");
      assertThat(muted.path("action").stringValue()).isEqualTo("muted");
      assertThat(muted.at("/by/id").stringValue()).isEqualTo("service:crm");

      changes(seq)
          .forEach(
              (type, fields) -> {
                Map<String, Object> frame = new HashMap<>(fields);
                frame.put("type", type);
                frame.put("ref", type);
                socket.send(frame);
                JsonNode refused = socket.next("error");
                assertThat(refused.path("ref").stringValue()).isEqualTo(type);
                assertThat(refused.path("code").stringValue()).as(type).isEqualTo("forbidden");
              });
      assertThat(ann.rest(two).put("/api/rooms/" + room + "/mutes/me", Map.of("untilAt", 0)).code())
          .as("by the owner")
          .isEqualTo("forbidden");

      assertThat(two.put(mute, Map.of("untilAt", 0)).status()).isEqualTo(204);
      await().atMost(PATIENCE).until(() -> trySend(ann.rest(one)) == 201);
    }
  }

  @Test
  void a_mute_holds_over_rest_and_socket_io() {
    Rest annTwo = ann.rest(two);
    long seq = send(annTwo);
    PollingClient polling =
        PollingClient.connect(
            List.of(system.gateway(1), system.gateway(2)), Map.of("token", ann.token()));
    polling.connected();
    assertThat(one.put(mute, inAnHour()).status()).isEqualTo(204);
    await().atMost(PATIENCE).until(() -> trySend(annTwo) == 403);

    changes(seq)
        .forEach(
            (type, fields) ->
                assertThat(polling.ask(type, fields).path("code").stringValue())
                    .as(type)
                    .isEqualTo("forbidden"));
    String own = "/api/messages/" + room + "/" + seq;
    assertThat(annTwo.patch(own, Map.of("content", "changed")).code()).isEqualTo("forbidden");
    assertThat(annTwo.put(own + "/reactions/%F0%9F%91%8D", Map.of()).code()).isEqualTo("forbidden");
    for (boolean keep : new boolean[] {false, true}) {
      Map<String, ?> event = Map.of("name", "vote", "data", Map.of(), "keep", keep);
      assertThat(annTwo.post("/api/rooms/" + room + "/emit", event).code()).isEqualTo("forbidden");
    }
    assertThat(annTwo.delete(own).status()).as("deletes").isEqualTo(204);
  }

  @Test
  void a_mute_ends_by_itself_at_its_time() {
    long until = System.currentTimeMillis() + 10_000;
    assertThat(one.put(mute, Map.of("untilAt", until)).status()).isEqualTo(204);
    int early = trySend(ann.rest(one));
    assertThat(early == 403 || System.currentTimeMillis() >= until).as("status %d", early).isTrue();

    await().atMost(PATIENCE).until(() -> trySend(ann.rest(two)) == 201);
    assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(until);
    assertThat(mutes()).hasSize(1);
  }

  @Test
  void a_mute_that_extends_does_not_shorten_a_longer_one() {
    long hour = System.currentTimeMillis() + 3_600_000;
    assertThat(one.put(mute, Map.of("untilAt", hour)).status()).isEqualTo(204);
    for (long shorter : new long[] {hour - 1, 0}) {
      assertThat(two.put(mute, Map.of("untilAt", shorter, "extend", true)).status()).isEqualTo(204);
    }
    assertThat(one.put(mute, Map.of("untilAt", hour + 1, "extend", true)).status()).isEqualTo(204);
    assertThat(one.put(mute, Map.of("untilAt", hour + 1, "extend", "yes")).code())
        .isEqualTo("invalid_request");

    assertThat(mutes())
        .extracting(event -> event.path("untilAt").longValue())
        .containsExactly(hour, hour + 1);
  }

  /** What a muted user may not do, by the type of the frame. */
  private Map<String, Map<String, ?>> changes(long seq) {
    return Map.of(
        "send", message,
        "edit", Map.of("room", room, "seq", seq, "content", "changed"),
        "react", Map.of("room", room, "seq", seq, "emoji", "👍"),
        "emit", Map.of("room", room, "name", "vote", "data", Map.of()));
  }

  private long send(Rest rest) {
    return rest.post("/api/messages", message).body().path("seq").longValue();
  }

  private int trySend(Rest rest) {
    return rest.post("/api/messages", message).status();
  }

  @Test
  void a_mute_needs_the_scope_a_room_and_a_user_and_can_be_repeated() {
    Map<String, ?> until = inAnHour();
    assertThat(Backend.small(system.gateway(1)).put(mute, until).code()).isEqualTo("forbidden");
    assertThat(one.put(mute, Map.of()).code()).isEqualTo("invalid_request");
    assertThat(one.put("/api/server/rooms/" + room + "/mutes/unknown", until).code())
        .isEqualTo("not_found");
    assertThat(one.put("/api/server/rooms/x" + room + "/mutes/" + ann.id(), until).code())
        .isEqualTo("not_found");

    assertThat(one.put(mute, until).status()).isEqualTo(204);
    assertThat(two.put(mute, until).status()).isEqualTo(204);
    assertThat(mutes()).hasSize(1);
  }

  private List<JsonNode> mutes() {
    return two.get("/api/server/rooms/" + room + "/events")
        .body()
        .path("events")
        .valueStream()
        .filter(event -> event.path("action").asString("").equals("muted"))
        .toList();
  }

  private static Map<String, ?> inAnHour() {
    return Map.of("untilAt", System.currentTimeMillis() + 3_600_000);
  }
}
