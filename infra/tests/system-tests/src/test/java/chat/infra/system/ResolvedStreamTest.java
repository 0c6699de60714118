package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** A plain consumer of the resolved stream beside sockets of two gateways. */
@Isolated // ends parts of the system
@ExtendWith(RunningSystem.class)
@Timeout(600)
class ResolvedStreamTest {

  private final ChatSystem system;
  private final User user;
  private final Rest alice;
  private final String room = "stream-" + UUID.randomUUID();

  /** Keeps the events that a socket gets, as they come. */
  private static final class RawSocket implements WebSocket.Listener {

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final StringBuilder parts = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        String frame = parts.toString();
        if (frame.startsWith("{\"seq\":")) {
          events.add(frame);
        }
        parts.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  ResolvedStreamTest(ChatSystem system) {
    this.system = system;
    Rest anybody = new Rest(system.gateway(1), null);
    this.user = User.register(anybody, "alice");
    this.alice = user.rest(anybody);
  }

  @Test
  void what_a_plain_consumer_reads_is_what_sockets_got_also_when_writer_and_log_are_killed() {
    assertThat(alice.post("/api/rooms", Map.of("room", room, "visibility", "public")).status())
        .isEqualTo(201);
    RawSocket first = join(system.gateway(1));
    RawSocket second = join(system.gateway(2));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> first.events.size() >= 1 && second.events.size() >= 1);

    changes("a");
    system.run("kill", "message-writer");
    changes("b");
    system.run("start", "message-writer");
    changes("c");
    system.run("kill", "kafka");
    system.run("start", "kafka");
    changes("d");
    String last = "\"id\":\"last\"";
    say("last", "the end");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> has(first.events, last) && has(second.events, last));
    await().atMost(Duration.ofSeconds(90)).until(() -> has(consumed(), last));

    assertThat(first.events).hasSize(24);
    assertThat(consumed()).isEqualTo(first.events);
    assertThat(second.events).isEqualTo(first.events);
  }

  /** Events of all kinds, and records that are none; the last two count in the first round only. */
  private void changes(String round) {
    long seq = say(round, "Grüße 👋 " + round);
    String message = "/api/messages/" + room + "/" + seq;
    assertThat(alice.patch(message, Map.of("content", "other")).status()).isEqualTo(200);
    assertThat(alice.ask("PUT", message + "/reactions/+1", null).status()).isEqualTo(204);
    assertThat(alice.delete(message).status()).isEqualTo(204);
    assertThat(
            alice
                .post(
                    "/api/rooms/" + room + "/emit",
                    Map.of("name", "vote", "data", Map.of("n", 1), "keep", true))
                .status())
        .isBetween(200, 201);
    try (Cluster cluster = new Cluster(system.kafka())) {
      cluster.say(room, "said", 2);
      cluster.say(room, "said", 2); // the same ones, as by a producer that tries again
    }
  }

  private long say(String id, String content) {
    Map<String, ?> message = Map.of("room", room, "id", id, "content", content, "retry", true);
    Rest.Answer[] answer = new Rest.Answer[1];
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              answer[0] = alice.post("/api/messages", message);
              return answer[0].status() / 100 == 2;
            });
    return answer[0].body().path("seq").longValue();
  }

  private RawSocket join(URI gateway) {
    RawSocket listener = new RawSocket();
    URI endpoint = URI.create(gateway.toString().replaceFirst("http", "ws") + "/ws");
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + user.token())
            .buildAsync(endpoint, listener)
            .join();
    socket.sendText("{\"type\":\"join\",\"room\":\"" + room + "\",\"after\":0}", true).join();
    return listener;
  }

  private List<String> consumed() {
    return StreamOfRoom.values(system.kafka(), room);
  }

  private static boolean has(List<String> events, String part) {
    return events.stream().anyMatch(event -> event.contains(part));
  }
}
