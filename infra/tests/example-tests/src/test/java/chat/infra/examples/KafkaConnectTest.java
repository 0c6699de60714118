package chat.infra.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningSystem.class)
@Timeout(600)
class KafkaConnectTest {

  private static final String OUTPUT = "examples/kafka-connect/target";

  @Test
  void the_file_has_each_event_of_a_room_once_and_in_order(
      ChatSystem system, @TempDir Path directory) throws IOException {
    BusyRoom room = new BusyRoom(system);
    room.send(5);
    try (ExampleProcess worker =
        ExampleProcess.java(
            "kafka-connect",
            "org.apache.kafka.connect.cli.ConnectStandalone",
            adapted(system, directory, "worker.properties"),
            adapted(system, directory, "events-to-file.properties"))) {
      awaitFile(worker, room, directory);
      room.send(3);
      awaitFile(worker, room, directory);
    }
  }

  private static void awaitFile(ExampleProcess worker, BusyRoom room, Path directory) {
    List<String> events =
        room.events().stream().map(event -> new String(event.json(), UTF_8)).toList();
    Path file = directory.resolve("events.ndjson");
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> {
              assertThat(worker.lines()).isNotEmpty();
              assertThat(file).exists();
              assertThat(Files.readAllLines(file))
                  .filteredOn(line -> line.contains("\"room\":\"" + room.name() + "\""))
                  .isEqualTo(events);
            });
  }

  /** A file of the example with this system's ports, and with its output in a directory. */
  private static String adapted(ChatSystem system, Path directory, String name) throws IOException {
    String text =
        ExampleProcess.text("examples/kafka-connect/" + name)
            .replace("localhost:9092", system.kafka())
            .replace("localhost:8083", "localhost:0")
            .replace(OUTPUT, directory.toString());
    return Files.writeString(directory.resolve(name), text).toString();
  }
}
