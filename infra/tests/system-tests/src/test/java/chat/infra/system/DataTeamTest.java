package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.log.Seq;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The consumer that the documents show to data teams, run as they run it. */
@ExtendWith(RunningSystem.class)
@Timeout(600)
class DataTeamTest {

  private static final int STOP_SECONDS = 180;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ChatSystem system;
  private final Rest alice;
  private final String room = "data-" + UUID.randomUUID();

  DataTeamTest(ChatSystem system) {
    this.system = system;
    Rest anybody = new Rest(system.gateway(1), null);
    this.alice = User.register(anybody, "alice").rest(anybody);
  }

  @Test
  void the_documented_consumer_reads_each_event_once_and_goes_on_where_it_stopped()
      throws Exception {
    sent("first");
    try (Cluster cluster = new Cluster(system.kafka())) {
      cluster.say(room, "said", 2);
      cluster.say(room, "said", 2); // the same ones, as by a producer that tries again
    }
    long last = sent("last");

    assertThat(readUntil(last)).hasSize(5).isEqualTo(events());
    long later = sent("later");
    assertThat(readUntil(later)).containsExactly(later);
  }

  @Test
  void an_export_and_the_stream_behind_it_have_each_event_once(@TempDir Path directory)
      throws Exception {
    for (int i = 0; i < 4; i++) {
      sent("exported-" + i);
    }
    JsonNode exported = export(directory.resolve("export"));
    long last = exported.path("last").longValue();
    for (int i = 0; i < 3; i++) {
      sent("later-" + i);
    }
    List<Long> events = events();
    awaitStream(events.size());
    StreamOfRoom.forget(system.kafka(), room, 2);

    List<JsonNode> joined = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory.resolve("export"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".ndjson")).sorted().toList()) {
        Files.readAllLines(file).forEach(line -> joined.add(JSON.readTree(line)));
      }
    }
    assertThat(joined).hasSize(exported.path("events").intValue());
    StreamOfRoom.values(system.kafka(), room).stream()
        .map(JSON::readTree)
        .filter(event -> seq(event) > last)
        .forEach(joined::add);

    assertThat(joined.stream().map(DataTeamTest::seq).toList()).isEqualTo(events);
    long prev = 0;
    for (JsonNode event : joined) {
      assertThat(event.path("prev").longValue()).isEqualTo(prev);
      prev = seq(event);
    }
  }

  private void awaitStream(int size) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> StreamOfRoom.values(system.kafka(), room).size() >= size);
  }

  /** Exports the room by the command, and gives its line in the list of rooms. */
  private JsonNode export(Path directory) throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(
                ChatSystem.root().resolve("chat").toString(),
                "export",
                "--rooms=" + room,
                "--url=" + system.gateway(1),
                "--out=" + directory)
            .inheritIO();
    command.environment().put("CHAT_BUILD", "skip");
    command
        .environment()
        .put("CHAT_SERVICE_KEY", String.valueOf(Backend.rest(system.gateway(1)).token()));
    Process process = command.start();
    assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return JSON.readTree(Files.readString(directory.resolve("export.json"))).path("rooms").get(0);
  }

  private long sent(String content) {
    Rest.Answer answer =
        alice.post("/api/messages", Map.of("room", room, "id", content, "content", content));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    return answer.body().path("seq").longValue();
  }

  /** The events that the room's sockets and pages get. */
  private List<Long> events() {
    Rest.Answer answer = alice.get("/api/rooms/" + room + "/events");
    return answer.body().path("events").valueStream().map(DataTeamTest::seq).toList();
  }

  private static long seq(JsonNode event) {
    return event.path("seq").longValue();
  }

  /** The events of the room that the consumer prints, up to a given one. */
  private List<Long> readUntil(long last) throws IOException, InterruptedException {
    List<Long> read = new ArrayList<>();
    Process consumer = start(Seq.epoch(last));
    try (BufferedReader lines = consumer.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 3);
        if (words.length == 3 && words[1].equals(room)) {
          read.add(Long.parseLong(words[0]));
          if (read.contains(last)) {
            consumer.toHandle().destroy(); // its output stays open
          }
        }
      }
      assertThat(consumer.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      consumer.destroyForcibly();
    }
    return read;
  }

  private Process start(int epoch) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ChatSystem.root().resolve("docs/examples/RoomEvents.java").toString(),
            system.kafka(),
            "data-team-of-" + room,
            Integer.toString(epoch))
        .redirectErrorStream(true)
        .start();
  }
}
