package chat.infra.clients;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.clients.NodeRuntime.Ended;
import chat.infra.system.ChatSystem;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The client passes the conformance kit, and the kit judges right. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConformanceTest {

  private static final String KIT = "clients/conformance";
  private static final Path FOLDER = ChatSystem.root().resolve(KIT);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Executor THREADS = task -> new Thread(task, "conformance-kit").start();

  // Scripts wait most of the time, so all three runs go on at once.
  private final CompletableFuture<Ended> judging =
      run(List.of(NodeRuntime.executable().toString(), "--test", "kit.test.mjs"));
  private final CompletableFuture<Ended> inNode =
      kit(NodeRuntime.command(KIT + "/client-node.mjs"));
  private final CompletableFuture<Ended> inBrowser =
      kit(NodeRuntime.command(KIT + "/client-browser.mjs", Chromium.EXECUTABLE.toString()));

  @Test
  void each_script_is_as_the_schema_says_and_named_as_its_file() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JSON.readTree(FOLDER.resolve("script.schema.json")));
    for (Path file : scripts()) {
      JsonNode script = JSON.readTree(file);
      assertThat(schema.validate(script)).as(file.toString()).isEmpty();
      assertThat(file.getFileName()).hasToString(script.path("name").stringValue() + ".json");
    }
    JsonNode wrong = JSON.readTree("{\"name\":\"x\",\"about\":\"no steps\",\"steps\":[]}");
    assertThat(schema.validate(wrong)).isNotEmpty();
  }

  @Test
  void the_kit_fails_each_planted_fault() {
    Ended ended = judging.join();
    assertThat(ended.code()).as(ended.output()).isZero();
  }

  @Test
  void the_client_passes_in_node() throws IOException {
    assertPassed(inNode.join());
  }

  @Test
  void the_client_passes_in_a_browser() throws IOException {
    assertPassed(inBrowser.join());
  }

  private static CompletableFuture<Ended> kit(List<String> client) {
    List<String> command = NodeRuntime.command(KIT + "/kit.mjs", "--jobs", "3", "--");
    command.addAll(client);
    return run(command);
  }

  private static CompletableFuture<Ended> run(List<String> command) {
    return CompletableFuture.supplyAsync(() -> NodeRuntime.run(command, KIT, PATIENCE), THREADS);
  }

  private static void assertPassed(Ended ended) throws IOException {
    assertThat(ended.code()).as(ended.output()).isZero();
    int count = scripts().size();
    assertThat(ended.output()).contains(count + " of " + count + " scripts passed");
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve("scripts"))) {
      return files.sorted().toList();
    }
  }
}
