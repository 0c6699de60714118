package chat.infra.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.system.ChatSystem;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command that registers the schemas, at a real registry: Apicurio, with tables in memory. */
@Timeout(600)
class RegistryTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int FIRST_PORT = 15_480;
  private static final int PORTS = 100;
  private static final String EVENTS = "chat.events-value";

  /** As if a later release gave a field another type. */
  private static final String CHANGED =
      """
      {"schemaType":"JSON","schema":"{\\"type\\":\\"object\\",\\"properties\\":{\\"seq\\":{\\"type\\":\\"string\\"}}}"}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI registry = URI.create("http://127.0.0.1:" + free() + "/apis/ccompat/v7/");

  @Test
  void schemas_are_registered_once_and_their_rule_is_kept_until_another_one_is_named()
      throws Exception {
    try (ExampleProcess server = start()) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertThat(server.lines()).isNotNull();
                return isThere();
              });
      register();
      register();
      assertThat(get("subjects"))
          .contains("\"chat.messages-value\"", "\"" + EVENTS + "\"", "\"chat.users-value\"");
      assertThat(get("subjects/" + EVENTS + "/versions")).isEqualTo("[1]");
      assertThat(get("config/" + EVENTS)).contains("\"FORWARD\"");

      assertThat(post(CHANGED)).as("by a registry that can't compare them").isEqualTo(500);
      register("--compatibility", "NONE");
      assertThat(post(CHANGED)).isEqualTo(200);
      register("--compatibility", "FORWARD");
      assertThat(get("config/" + EVENTS)).contains("\"FORWARD\"");
    }
  }

  private ExampleProcess start() throws IOException {
    Path unpacked = ChatSystem.root().resolve("infra/tests/example-tests/target/apicurio");
    try (Stream<Path> files = Files.list(unpacked)) {
      Path app =
          files.filter(file -> file.toString().endsWith("-runner.jar")).findFirst().orElseThrow();
      return start(app);
    }
  }

  private ExampleProcess start(Path app) {
    return ExampleProcess.program(
        Map.of(),
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Dquarkus.http.host=127.0.0.1",
        "-Dquarkus.http.port=" + registry.getPort(),
        "-jar",
        app.toString());
  }

  private void register(String... more) throws InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("./chat", "register-schemas", "--registry", registry.toString()));
    command.addAll(List.of("--group", "chat"));
    command.addAll(List.of(more));
    try (ExampleProcess program =
        ExampleProcess.program(Map.of("CHAT_BUILD", "skip"), command.toArray(String[]::new))) {
      assertThat(program.whole()).isNotEmpty();
    }
  }

  private boolean isThere() throws InterruptedException {
    try {
      return http.send(request("subjects").build(), HttpResponse.BodyHandlers.ofString())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private String get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private int post(String schema) throws IOException, InterruptedException {
    return http.send(
            request("subjects/" + EVENTS + "/versions")
                .POST(HttpRequest.BodyPublishers.ofString(schema))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(registry.resolve(path)).header("X-Registry-GroupId", "chat");
  }

  /**
   * None of those for outgoing connections, of which one may be taken before the registry is up.
   */
  private static int free() {
    return IntStream.range(FIRST_PORT, FIRST_PORT + PORTS)
        .filter(RegistryTest::isFree)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
