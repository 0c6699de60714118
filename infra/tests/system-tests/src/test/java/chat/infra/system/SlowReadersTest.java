package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** Clients that read too little, beside clients that read everything. */
@Isolated // others would have to read beside five megabytes
@ExtendWith(RunningSystem.class)
class SlowReadersTest {

  /** More bytes than the queue of one socket may hold. */
  private static final int MESSAGES = 600;

  private static final String CONTENT = "é".repeat(4000);

  private final ChatSystem system;
  private final String room = "slow-" + UUID.randomUUID();

  SlowReadersTest(ChatSystem system) {
    this.system = system;
  }

  @Test
  void a_client_that_stops_reading_is_cut_off_and_resumes_while_others_get_everything() {
    User alice = User.register(new Rest(system.gateway(1), null), "alice");
    User bob = User.register(new Rest(system.gateway(2), null), "bob");
    try (Cluster cluster = new Cluster(system.kafka());
        SocketClient quick = SocketClient.connect(system.gateway(1), alice, room);
        SlowReader stopped = new SlowReader(system.gateway(1), bob, room, 0)) {
      stopped.next("connected");
      long joined = stopped.next("joined").path("seq").longValue();

      cluster.say(room, CONTENT, MESSAGES);
      List<JsonNode> all = quick.take(MESSAGES, "message");
      List<JsonNode> before = stopped.rest();

      assertThat(before).hasSizeLessThan(MESSAGES).isEqualTo(all.subList(0, before.size()));
      long last = before.isEmpty() ? joined : seq(before.get(before.size() - 1));
      assertThat(resumed(bob, last)).isEqualTo(all.subList(before.size(), MESSAGES));
    }
  }

  /** The missed events: sent by the gateway, or paged if there are more than it sends. */
  private List<JsonNode> resumed(User user, long after) {
    SocketClient.catchUp(system.gateway(2), user, room);
    try (SocketClient again = SocketClient.openAs(system.gateway(2), user.token())) {
      again.next("connected");
      again.send(Map.of("type", "join", "room", room, "after", after));
      JsonNode joined = again.next("joined");
      return joined.path("recovered").booleanValue()
          ? again.take(joined.path("missed").intValue(), "message")
          : paged(new Rest(system.gateway(2), user.token()), after, seq(joined));
    }
  }

  private List<JsonNode> paged(Rest rest, long after, long last) {
    List<JsonNode> missed = new ArrayList<>();
    for (long from = after; from < last; from = seq(missed.get(missed.size() - 1))) {
      Rest.Answer page = rest.get("/api/rooms/" + room + "/events?limit=200&after=" + from);
      assertThat(page.status()).isEqualTo(200);
      page.body().path("events").forEach(missed::add);
    }
    return missed;
  }

  private static long seq(JsonNode message) {
    return message.path("seq").longValue();
  }
}
