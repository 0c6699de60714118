package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An import whose gateway ends in the middle. */
@Isolated // ends a gateway
@ExtendWith(RunningSystem.class)
class BrokenImportTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MESSAGES = 6_000;
  private static final Duration LONG = Duration.ofMinutes(5);

  private final ChatSystem system;
  private final String user = "import-" + UUID.randomUUID();
  private final String name = Backend.freshName();
  private final String room = "import-" + UUID.randomUUID();

  private final Rest other;
  private boolean isKilled;

  BrokenImportTest(ChatSystem system) {
    this.system = system;
    this.other = Backend.rest(system.gateway(1));
  }

  @AfterEach
  void start_the_gateway() {
    if (isKilled) {
      system.run("start", "gateway-2");
    }
  }

  @Test
  void an_import_that_was_cut_off_and_runs_again_misses_nothing_and_doubles_nothing() {
    ProcessHandle gateway = system.process("gateway-2");
    CompletableFuture<String> broken = importAt(Backend.rest(system.gateway(2)));
    await().atMost(LONG).until(() -> !ids(other).isEmpty());
    gateway.destroyForcibly(); // a command would take a part of the import's time to start
    isKilled = true;
    gateway.onExit().join();
    assertThatThrownBy(broken::join).hasCauseInstanceOf(IOException.class);
    List<String> before = ids(other);
    assertThat(before.size()).as("the first run was in the middle").isLessThan(MESSAGES);

    String answer = importAt(other).join();
    start_the_gateway();
    isKilled = false;

    JsonNode done = JSON.readTree(answer.lines().reduce((first, last) -> last).orElseThrow());
    assertThat(done.path("failed").intValue()).as(answer).isZero();
    assertThat(done.path("known").intValue()).isGreaterThanOrEqualTo(before.size());
    List<String> expected = IntStream.range(0, MESSAGES).mapToObj(i -> "m-" + i).toList();
    assertThat(ids(other)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(ids(Backend.rest(system.gateway(2)))).isEqualTo(ids(other));
  }

  private CompletableFuture<String> importAt(Rest service) {
    HttpRequest request =
        service
            .request("/api/server/import")
            .timeout(LONG)
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(String.join("", lines().toList())))
            .build();
    return HttpClient.newHttpClient()
        .sendAsync(request, BodyHandlers.ofString())
        .thenApply(HttpResponse::body);
  }

  private Stream<String> lines() {
    return Stream.concat(
            Stream.of(
                Map.of("type", "user", "id", user, "username", name),
                Map.of("type", "room", "room", room, "visibility", "private", "owner", user)),
            IntStream.range(0, MESSAGES).mapToObj(this::message))
        .map(line -> JSON.writeValueAsString(line) + "\n");
  }

  private Map<String, ?> message(int number) {
    return Map.of(
        "type",
        "message",
        "room",
        room,
        "user",
        user,
        "id",
        "m-" + number,
        "content",
        "old " + number,
        "at",
        1_000_000_000_000L + number);
  }

  /** The ids of the room's messages, in the order of the log. */
  private List<String> ids(Rest service) {
    List<String> ids = new ArrayList<>();
    JsonNode after = JSON.readTree("0");
    while (!after.isNull()) {
      String path = "/api/server/rooms/" + room + "/events?limit=1000&after=" + after.longValue();
      Rest.Answer answer = service.get(path);
      if (answer.status() == 404) {
        return ids;
      }
      JsonNode page = answer.body();
      page.path("events")
          .valueStream()
          .filter(event -> event.path("type").stringValue().equals("message"))
          .forEach(event -> ids.add(event.path("id").stringValue()));
      after = page.path("after");
    }
    return ids;
  }
}
