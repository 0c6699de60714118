package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
  private static final int MESSAGES = 3_000;
  private static final Duration LONG = Duration.ofMinutes(2);

  private final ChatSystem system;
  private final String user = "import-" + UUID.randomUUID();
  private final String room = "import-" + UUID.randomUUID();

  BrokenImportTest(ChatSystem system) {
    this.system = system;
  }

  @Test
  void an_import_that_was_cut_off_and_runs_again_misses_nothing_and_doubles_nothing() {
    Rest other = Backend.rest(system.gateway(1));
    assertThatThrownBy(this::importUntilTheGatewayEnds).isInstanceOf(IOException.class);
    List<String> before = ids(other);
    assertThat(before).as("the first run was in the middle").isNotEmpty();
    assertThat(before.size()).isLessThan(MESSAGES);

    String all = String.join("", lines().toList());
    String answer = other.ask("POST", "/api/server/import", all).raw().body();
    system.run("start", "gateway-2");

    JsonNode done = JSON.readTree(answer.lines().reduce((first, last) -> last).orElseThrow());
    assertThat(done.path("failed").intValue()).as(answer).isZero();
    assertThat(done.path("known").intValue()).isGreaterThanOrEqualTo(before.size());
    List<String> expected = IntStream.range(0, MESSAGES).mapToObj(i -> "m-" + i).toList();
    assertThat(ids(other)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(ids(Backend.rest(system.gateway(2)))).isEqualTo(ids(other));
  }

  /** Kills the gateway after half of the lines are sent. */
  private void importUntilTheGatewayEnds() throws IOException, InterruptedException {
    Rest dying = Backend.rest(system.gateway(2));
    List<String> lines = lines().toList();
    int half = lines.size() / 2;
    byte[] first = bytes(lines.subList(0, half));
    byte[] rest = bytes(lines.subList(half, lines.size()));
    Iterable<byte[]> body =
        () ->
            Stream.<Supplier<byte[]>>of(
                    () -> first,
                    () -> {
                      system.run("kill", "gateway-2");
                      return rest;
                    })
                .map(Supplier::get)
                .iterator();
    HttpRequest request =
        dying
            .request("/api/server/import")
            .timeout(LONG)
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofByteArrays(body))
            .build();
    String unused = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static byte[] bytes(List<String> lines) {
    return String.join("", lines).getBytes(StandardCharsets.UTF_8);
  }

  private Stream<String> lines() {
    return Stream.concat(
            Stream.of(
                Map.of("type", "user", "id", user, "username", Backend.freshName()),
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
      JsonNode page = service.get(path).body();
      page.path("events")
          .valueStream()
          .filter(event -> event.path("type").stringValue().equals("message"))
          .forEach(event -> ids.add(event.path("id").stringValue()));
      after = page.path("after");
    }
    return ids;
  }
}
