package chat.infra.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the page, as they are there and in their order, but for the installation. */
@ExtendWith(RunningSystem.class)
@Tag("kcat")
@Tag("python")
@Timeout(600)
class DuckDbTest {

  private static final Pattern LINES = Pattern.compile("```sh\n(.*?)\n```", Pattern.DOTALL);

  @Test
  void an_export_and_its_twin_become_parquet_and_answer_the_questions(
      ChatSystem system, @TempDir Path directory) throws IOException, InterruptedException {
    BusyRoom room = new BusyRoom(system);
    room.send(5);
    assertThat(BusyRoom.messages(room.events())).hasSize(5);
    List<String> blocks =
        LINES
            .matcher(ExampleProcess.text("examples/duckdb/README.md"))
            .results()
            .map((MatchResult block) -> block.group(1))
            .toList();
    assertThat(blocks).hasSize(3).first().asString().startsWith("pip install ");
    for (String name : List.of("chat", "examples")) {
      Files.createSymbolicLink(directory.resolve(name), ChatSystem.root().resolve(name));
    }

    List<String> answers = run(system, directory, room, blocks.get(1));
    // │ 2026-11-30 │ room │ 5 │
    assertThat(answers)
        .filteredOn(line -> line.contains(" " + room.name() + " "))
        .isNotEmpty()
        .extracting(line -> Integer.valueOf(cells(line)[3]))
        .satisfies(counts -> assertThat(sum(counts)).isEqualTo(5));
    assertThat(answers)
        .anyMatch(line -> line.matches("│ [0-9-]{10} +│ +2 │"))
        .anyMatch(line -> line.contains(" urn:chat:topics:chat.events:1 "));

    // Each topic ends a transaction by itself, so the twin may be read a moment later.
    // │ pseudonym │ 3 │ 6.0 │
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(run(system, directory, room, blocks.get(2)))
                    .filteredOn(line -> line.matches("│ [0-9a-f]{32} .*"))
                    .extracting(line -> cells(line)[2] + " of length " + cells(line)[3])
                    .containsExactly("3 of length 6.0", "2 of length 6.0"));
  }

  private static int sum(List<? extends Integer> counts) {
    return counts.stream().mapToInt(Integer::intValue).sum();
  }

  private static String[] cells(String line) {
    return line.split("\\s*│\\s*", -1);
  }

  /** Runs lines in a directory that has what they name of the project. */
  private static List<String> run(ChatSystem system, Path directory, BusyRoom room, String lines)
      throws InterruptedException {
    String adapted =
        lines
            .replace("localhost:9092", system.kafka())
            .replace("http://localhost:8080", system.gateway(1).toString())
            .replace("general,dev", room.name())
            .replace("csk_…", ChatSystem.SERVICE_KEY);
    String path = ChatSystem.root().resolve("target/python/bin") + ":" + System.getenv("PATH");
    Map<String, String> environment = Map.of("PATH", path, "PYTHONDONTWRITEBYTECODE", "1");
    try (ExampleProcess shell =
        ExampleProcess.program(environment, "bash", "-ec", "cd '" + directory + "'\n" + adapted)) {
      return shell.whole();
    }
  }
}
