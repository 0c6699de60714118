package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** Tables that stand still: worse than none, as each call waits for its time-out. */
@Isolated // stops a part of the system
@ExtendWith(RunningSystem.class)
class StalledTablesTest {

  private static final int CALLS = 400;
  private static final int WAITING = 32;
  private static final int SENDS = 20;

  private final ChatSystem system;
  private final Rest rest;

  StalledTablesTest(ChatSystem system) {
    this.system = system;
    this.rest = new Rest(system.gateway(1), null);
  }

  /** There are more calls than threads, and sends are acknowledged before any call ends. */
  @Test
  void frames_are_read_and_sends_acknowledged_while_calls_wait_for_the_tables() throws Exception {
    String room = "stalled-" + UUID.randomUUID();
    User alice = User.register(rest, "alice");
    try (SocketClient client = SocketClient.connect(system.gateway(1), alice, room)) {
      client.send(Map.of("type", "send", "room", room, "content", "before"));
      client.take(1, "ack");
      CountDownLatch refused = new CountDownLatch(CALLS - WAITING);
      List<CompletableFuture<HttpResponse<String>>> calls;
      system.signal("cassandra", "STOP");
      try {
        calls = calls(alice, refused);
        assertThat(refused.await(60, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < SENDS; i++) {
          client.send(Map.of("type", "send", "room", room, "content", "meanwhile " + i));
        }
        client.send(Map.of("type", "ping"));
        List<JsonNode> acks = client.take(SENDS, "ack");
        long waiting = calls.stream().filter(call -> !call.isDone()).count();

        assertThat(acks).hasSize(SENDS);
        assertThat(waiting).as("calls that still wait for the tables").isEqualTo(WAITING);
      } finally {
        system.signal("cassandra", "CONT");
      }
      assertThat(calls.stream().map(CompletableFuture::join))
          .filteredOn(answer -> answer.statusCode() == 503)
          .hasSizeGreaterThanOrEqualTo(CALLS - WAITING)
          .allMatch(answer -> answer.headers().firstValue("Retry-After").isPresent());
    }
  }

  private List<CompletableFuture<HttpResponse<String>>> calls(User user, CountDownLatch answered) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest call =
        HttpRequest.newBuilder(system.gateway(1).resolve("/api/users/" + user.id()))
            .header("Authorization", "Bearer " + user.token())
            .build();
    return IntStream.range(0, CALLS)
        .mapToObj(
            number ->
                client
                    .sendAsync(call, BodyHandlers.ofString())
                    .whenComplete((answer, failure) -> answered.countDown()))
        .toList();
  }
}
