package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Services that mute users, and what a muted user can still do at two gateways. */
@ExtendWith(RunningSystem.class)
@Timeout(60)
class ServiceMutesTest {

  private static final Duration EVERYWHERE = Duration.ofSeconds(2);

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
    Rest annOne = ann.rest(one);
    Rest annTwo = ann.rest(two);
    try (SocketClient socket = SocketClient.connect(system.gateway(2), ann, room)) {
      assertThat(one.put(mute, inAnHour()).status()).isEqualTo(204);
      JsonNode muted = socket.next("member");
      assertThat(muted.path("action").stringValue()).isEqualTo("muted");
      assertThat(muted.at("/by/id").stringValue()).isEqualTo("service:crm");

      socket.send(Map.of("type", "send", "ref", "1", "room", room, "content", "hello"));
      assertThat(socket.next("error").path("code").stringValue()).isEqualTo("forbidden");
      assertThat(annOne.post("/api/messages", message).code()).isEqualTo("forbidden");
      for (boolean keep : new boolean[] {false, true}) {
        Map<String, ?> event = Map.of("name", "vote", "data", Map.of(), "keep", keep);
        assertThat(annTwo.post("/api/rooms/" + room + "/emit", event).code())
            .isEqualTo("forbidden");
      }
      assertThat(annTwo.put("/api/rooms/" + room + "/mutes/me", Map.of("untilAt", 0)).code())
          .as("by the owner")
          .isEqualTo("forbidden");

      assertThat(two.put(mute, Map.of("untilAt", 0)).status()).isEqualTo(204);
      await().atMost(EVERYWHERE).until(() -> annOne.post("/api/messages", message).status() == 201);
    }
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
    assertThat(events())
        .filteredOn(event -> event.path("action").asString("").equals("muted"))
        .hasSize(1);
  }

  private Iterable<JsonNode> events() {
    return two.get("/api/server/rooms/" + room + "/events").body().path("events");
  }

  private static Map<String, ?> inAnHour() {
    return Map.of("untilAt", System.currentTimeMillis() + 3_600_000);
  }
}
