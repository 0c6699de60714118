package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Clients that speak Socket.IO, at two gateways. */
@ExtendWith(RunningSystem.class)
class SocketIoTest {

  private final ChatSystem system;
  private final User alice;
  private final String room = "socketio-" + UUID.randomUUID();

  SocketIoTest(ChatSystem system) {
    this.system = system;
    Rest anybody = new Rest(system.gateway(1), null);
    this.alice = User.register(anybody, "alice");
  }

  @Test
  void polls_find_their_session_whichever_gateway_they_meet() {
    PollingClient client =
        PollingClient.connect(
            List.of(system.gateway(1), system.gateway(2)), Map.of("token", alice.token()));
    assertThat(client.connected().path("pid").isString()).isTrue();
    assertThat(client.ask("join", Map.of("room", room)).path("ok").booleanValue()).isTrue();

    List<Long> acknowledged =
        IntStream.range(0, 20)
            .mapToObj(i -> client.ask("send", Map.of("room", room, "content", "m" + i)))
            .map(ack -> ack.path("seq").longValue())
            .toList();

    List<JsonNode> got = IntStream.range(0, 20).mapToObj(i -> client.message()).toList();
    assertThat(got.stream().map(message -> message.path("seq").longValue()).toList())
        .isEqualTo(acknowledged);
    assertThat(got.stream().map(message -> message.path("content").stringValue()).toList())
        .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "m" + i).toList());
  }

  @Test
  void an_unknown_event_is_refused_in_its_acknowledgement() {
    PollingClient client =
        PollingClient.connect(List.of(system.gateway(1)), Map.of("token", alice.token()));
    client.connected();

    JsonNode refusal = client.ask("nonsense", Map.of("room", room));

    assertThat(refusal.path("ok").booleanValue(true)).isFalse();
    assertThat(refusal.path("code").stringValue()).isEqualTo("invalid_request");
  }

  @Test
  void a_client_that_floods_is_told_so_by_acknowledgements_and_then_closed() {
    PollingClient client =
        PollingClient.connect(List.of(system.gateway(1)), Map.of("token", alice.token()));
    client.connected();

    client.flood("ping", 20_000);

    JsonNode refusal = client.answer(0);
    for (int i = 1; refusal.path("ok").booleanValue(false); i++) {
      refusal = client.answer(i);
    }
    assertThat(refusal.path("code").stringValue()).isEqualTo("rate_limited");
    client.awaitClose();
  }
}
