package chat.infra.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.event.Message;
import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import chat.reader.PlacedEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningSystem.class)
@Timeout(600)
class KafkaStreamsTest {

  private static final String READY = "ready: ";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void each_message_and_user_counts_once_in_the_minute_in_which_the_log_took_it(
      ChatSystem system, @TempDir Path state) {
    BusyRoom room = new BusyRoom(system);
    room.send(5);
    try (ExampleProcess example =
        ExampleProcess.java(
            "kafka-streams",
            "chat.examples.streams.RoomActivity",
            system.kafka(),
            "0",
            state.toString())) {
      String address =
          await().atMost(PATIENCE).until(() -> ready(example), Optional::isPresent).get();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(get(address + room.name())).isEqualTo(counts(room)));
      room.send(3);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(get(address + room.name())).isEqualTo(counts(room)));
    }
  }

  private static Optional<String> ready(ExampleProcess example) {
    return example.lines().stream()
        .filter(line -> line.startsWith(READY))
        .map(line -> line.substring(READY.length()))
        .findFirst();
  }

  private static String get(String address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .strip();
  }

  private static String counts(BusyRoom room) {
    Map<Instant, List<PlacedEvent>> minutes =
        BusyRoom.messages(room.events()).stream()
            .collect(
                Collectors.groupingBy(
                    event -> event.loggedAt().truncatedTo(ChronoUnit.MINUTES),
                    TreeMap::new,
                    Collectors.toList()));
    List<String> lines = new ArrayList<>();
    minutes.forEach(
        (minute, events) ->
            lines.add(
                "{\"minute\":\"%s\",\"messages\":%d,\"users\":%d}"
                    .formatted(minute, events.size(), users(events))));
    return lines.stream().collect(Collectors.joining(",", "[", "]"));
  }

  private static long users(List<PlacedEvent> events) {
    return events.stream()
        .map(event -> ((Message) event.event().orElseThrow()).user().id())
        .distinct()
        .count();
  }
}
