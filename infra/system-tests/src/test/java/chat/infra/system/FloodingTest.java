package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Who does too much is told so, then let go; others notice nothing. */
@ExtendWith(RunningSystem.class)
class FloodingTest {

  private final ChatSystem system;
  private final Rest rest;

  FloodingTest(ChatSystem system) {
    this.system = system;
    this.rest = new Rest(system.gateway(1), null);
  }

  @Test
  void who_floods_is_refused_then_closed_4429_and_others_go_on() {
    User flooder = User.register(rest, "flooder");
    User other = User.register(rest, "other");
    try (SocketClient flooding = SocketClient.connect(system.gateway(1), flooder);
        SocketClient calm = SocketClient.connect(system.gateway(1), other, "general")) {
      flood(flooding);

      List<JsonNode> refusals = flooding.take(1, "error");
      assertThat(refusals.get(0).path("code").stringValue()).isEqualTo("rate_limited");
      assertThat(refusals.get(0).path("retryAfterMs").longValue()).isPositive();
      assertThat(flooding.closeCode()).isEqualTo(4429);
      calm.send(Map.of("type", "send", "ref", "r", "room", "general", "content", "still here"));
      assertThat(calm.take(1, "ack")).hasSize(1);
    }
  }

  private static void flood(SocketClient socket) {
    try {
      for (int i = 0; i < 10_000; i++) {
        socket.sendText("{\"type\":\"ping\"}");
      }
    } catch (CompletionException e) {
      assertThat(e).as("closed while sending").isNotNull();
    }
  }
}
