package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Socket.IO clients on a log of 100 partitions whose gateway is killed. It starts everything once
 * more, so it runs by name and not in every build.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyPartitionsTrial {

  private static final int ROOMS = 30;
  private static final int ROUNDS = 3;
  private static final int LONGEST = 120;

  private ChatSystem system;
  private User alice;
  private final List<String> rooms = IntStream.range(0, ROOMS).mapToObj(i -> "many-" + i).toList();

  @BeforeAll
  void start(@TempDir Path directory) {
    system = new ChatSystem(directory.resolve("data"), Map.of("CHAT_SETUP_PARTITIONS", "100"));
    system.up("--fresh");
    alice = User.register(new Rest(system.gateway(1), null), "alice");
  }

  @AfterAll
  void stop() {
    system.close();
  }

  @Test
  void a_client_goes_on_elsewhere_when_its_gateway_is_killed_and_gets_each_event_once() {
    PollingClient client = connect(1, Map.of("token", alice.token()));
    String pid = pid(client);
    rooms.forEach(room -> client.ask("join", Map.of("room", room)));
    PollingClient present = client;
    for (int round = 0; round < ROUNDS; round++) {
      int killed = 1 + round % 2;
      int other = 3 - killed;
      say(other, "before " + round);
      assertThat(messages(present)).containsExactlyInAnyOrderElementsOf(all("before " + round));
      String offset = Objects.requireNonNull(present.offset());
      assertThat(offset).hasSizeLessThanOrEqualTo(LONGEST);

      system.run("kill", "gateway-" + killed);
      say(other, "meanwhile " + round);
      PollingClient back =
          connect(other, Map.of("token", alice.token(), "pid", pid, "offset", offset));

      assertThat(pid(back)).as("recovered").isEqualTo(pid);
      assertThat(messages(back)).containsExactlyInAnyOrderElementsOf(all("meanwhile " + round));
      system.run("start", "gateway-" + killed);
      say(killed, "after " + round);
      assertThat(messages(back)).containsExactlyInAnyOrderElementsOf(all("after " + round));
      present = back;
    }
  }

  @Test
  void a_client_whose_position_is_of_no_use_starts_a_new_session_and_is_not_left_without_one() {
    PollingClient client = connect(1, Map.of("token", alice.token()));
    String pid = pid(client);
    client.ask("join", Map.of("room", rooms.get(0)));

    PollingClient back =
        connect(2, Map.of("token", alice.token(), "pid", pid, "offset", "x".repeat(LONGEST)));

    assertThat(pid(back)).isNotEqualTo(pid);
  }

  private PollingClient connect(int gateway, Map<String, ?> auth) {
    return PollingClient.connect(List.of(system.gateway(gateway)), auth);
  }

  private static String pid(PollingClient client) {
    return client.connected().path("pid").stringValue();
  }

  private void say(int gateway, String content) {
    Rest calls = alice.rest(new Rest(system.gateway(gateway), null));
    for (String room : rooms) {
      Map<String, Object> message = Map.of("room", room, "content", content);
      assertThat(calls.post("/api/messages", message).status()).isEqualTo(201);
    }
  }

  private List<String> all(String content) {
    return rooms.stream().map(room -> room + " " + content).toList();
  }

  /** As many messages as there are rooms, and all that came with them. */
  private static List<String> messages(PollingClient client) {
    List<JsonNode> came = new ArrayList<>();
    while (came.size() < ROOMS) {
      came.add(client.message());
    }
    return Stream.concat(came.stream(), client.messages().stream())
        .map(
            message ->
                message.path("room").stringValue() + " " + message.path("content").stringValue())
        .toList();
  }
}
