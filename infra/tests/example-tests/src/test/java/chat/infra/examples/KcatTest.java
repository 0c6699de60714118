package chat.infra.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import chat.reader.PlacedEvent;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The lines of the page, as they are there. */
@ExtendWith(RunningSystem.class)
@Tag("kcat")
@Timeout(600)
class KcatTest {

  private static final Pattern LINES = Pattern.compile("```sh\n(kcat .*?)\n```", Pattern.DOTALL);

  @Test
  void kcat_shows_the_events_their_numbers_and_the_last_ones(ChatSystem system)
      throws InterruptedException {
    BusyRoom room = new BusyRoom(system);
    room.send(4);
    List<PlacedEvent> events = room.events();
    PlacedEvent last = events.get(events.size() - 1);
    List<String> commands =
        LINES
            .matcher(ExampleProcess.text("examples/kcat-python/README.md"))
            .results()
            .map(MatchResult::group)
            .map(block -> block.replace("```sh\n", "").replace("\n```", ""))
            .toList();
    assertThat(commands).hasSize(3);

    List<String> all = run(system, commands.get(0));
    assertThat(all)
        .filteredOn(line -> line.startsWith(room.name() + " "))
        .hasSize(events.size())
        .last()
        .asString()
        .contains("ce_id=" + last.seq())
        .endsWith(new String(last.json(), UTF_8));
    assertThat(run(system, commands.get(1)))
        .anyMatch(line -> line.strip().equals("4 " + room.name()));
    assertThat(run(system, commands.get(2)))
        .anyMatch(line -> line.contains("\"offset\":" + last.offset() + ","));
  }

  private static List<String> run(ChatSystem system, String command) throws InterruptedException {
    String adapted = command.replace("localhost:9092", system.kafka());
    try (ExampleProcess kcat = ExampleProcess.program(Map.of(), "bash", "-c", adapted)) {
      return kcat.whole();
    }
  }
}
