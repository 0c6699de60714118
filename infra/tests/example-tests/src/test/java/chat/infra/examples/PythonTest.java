package chat.infra.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import chat.reader.EventPositions;
import chat.reader.EventReader;
import chat.reader.PlacedEvent;
import chat.reader.PositionGone;
import chat.reader.ReadFrom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Python reader reads what the Java reader reads, from wherever it begins. */
@ExtendWith(RunningSystem.class)
@Tag("python")
@Timeout(600)
class PythonTest {

  private static final String PYTHON = "target/python/bin/python";
  private static final String READ = "infra/tests/example-tests/src/test/python/read.py";
  private static final Duration POLL = Duration.ofSeconds(1);

  private final ChatSystem system;
  private final BusyRoom room;

  PythonTest(ChatSystem system) {
    this.system = system;
    this.room = new BusyRoom(system);
  }

  @Test
  void it_begins_wherever_the_java_reader_begins_and_ends_at_the_same_positions()
      throws InterruptedException {
    room.send(8);
    List<PlacedEvent> events = room.events();
    PlacedEvent middle = events.get(4);
    Map<String, Long> after = Map.of(room.name(), middle.seq());

    assertSame(ReadFrom.beginning(), Set.of(), "beginning");
    assertSame(ReadFrom.beginning(), Set.of(room.name()), "beginning", room.name());
    assertSame(ReadFrom.end(), Set.of(), "end");
    assertSame(ReadFrom.time(middle.loggedAt()), Set.of(), "time=" + middle.loggedAt());
    assertSame(ReadFrom.after(after), after.keySet(), "after=" + middle.seq(), room.name());
    EventPositions positions = end(ReadFrom.after(after), after.keySet());
    room.send(2);
    assertThat(room.events()).hasSize(events.size() + 2);
    assertSame(ReadFrom.positions(positions), after.keySet(), "positions=" + positions);
  }

  @Test
  void it_tells_positions_that_are_gone_as_the_java_reader_does() throws InterruptedException {
    room.send(1);
    assertThat(room.events()).isNotEmpty();
    EventPositions there = end(ReadFrom.beginning(), Set.of());
    EventPositions other = EventPositions.parse(there.toString().replace(there.topicId(), "other"));
    EventPositions future =
        EventPositions.parse(there.toString().replaceFirst("\"0\":\\d+", "\"0\":999999999"));

    for (EventPositions gone : List.of(other, future)) {
      List<String> told = python("positions=" + gone);
      assertThatThrownBy(() -> end(ReadFrom.positions(gone), Set.of()))
          .isInstanceOfSatisfying(
              PositionGone.class,
              java -> assertThat(told).last().isEqualTo("gone " + java.firstThere()));
    }
  }

  @Test
  void a_group_goes_on_where_it_committed() throws InterruptedException {
    room.send(1);
    assertThat(room.events()).isNotEmpty();
    assertThat(python("group=" + room.name())).hasSizeGreaterThan(1);
    room.send(2);
    assertThat(room.events()).isNotEmpty();
    assertThat(python("group=" + room.name())).hasSize(3);
  }

  @Test
  void a_group_of_named_rooms_is_one_for_both_readers() throws InterruptedException {
    room.send(1);
    assertThat(room.events()).isNotEmpty();
    Map<String, Object> kafka = new HashMap<>(room.kafka());
    kafka.put("group.id", room.name());
    ReadFrom from = ReadFrom.committed(ReadFrom.beginning());
    try (EventReader reader = EventReader.ofStream(kafka, from, Set.of(room.name()))) {
      reader.commit();
    }
    assertThat(python("group=" + room.name(), room.name())).hasSizeGreaterThan(1);
    room.send(2);
    assertThat(room.events()).isNotEmpty();
    assertThat(python("group=" + room.name(), room.name())).hasSize(3);
    for (List<String> other : List.of(List.<String>of(), List.of(room.name(), "general"))) {
      List<String> arguments = new ArrayList<>(List.of("group=" + room.name()));
      arguments.addAll(other);
      assertThat(python(arguments.toArray(String[]::new)))
          .singleElement()
          .asString()
          .contains("other rooms");
    }
  }

  @Test
  void it_passes_its_own_tests() throws InterruptedException {
    room.send(3);
    assertThat(room.events()).isNotEmpty();
    assertThat(
            run(
                "infra/tests/example-tests/src/test/python/reader_test.py",
                system.kafka(),
                room.name()))
        .last()
        .isEqualTo("OK");
  }

  @Test
  void the_example_counts_the_messages_of_each_room() throws InterruptedException {
    room.send(3);
    assertThat(room.events()).isNotEmpty();
    assertThat(run("examples/kcat-python/messages_per_room.py", system.kafka()))
        .contains("3 " + room.name());
  }

  @Test
  void its_types_are_strict() throws InterruptedException {
    assertThat(
            run(
                "-m",
                "mypy",
                "--config-file=clients/python-events/pyproject.toml",
                "--cache-dir=target/python/cache",
                "clients/python-events/chat_events",
                "examples/kcat-python/messages_per_room.py",
                "examples/duckdb/ask.py",
                READ))
        .last()
        .asString()
        .startsWith("Success");
  }

  private void assertSame(ReadFrom from, Set<String> rooms, String... arguments)
      throws InterruptedException {
    List<String> expected = new ArrayList<>();
    try (EventReader reader = EventReader.ofStream(room.kafka(), from, rooms)) {
      EventPositions end = reader.end();
      while (!reader.positions().reached(end)) {
        reader.poll(POLL).forEach(event -> expected.add(line(event)));
      }
      expected.add("positions " + reader.positions());
    }
    assertThat(python(arguments)).containsExactlyInAnyOrderElementsOf(expected);
  }

  private EventPositions end(ReadFrom from, Set<String> rooms) {
    try (EventReader reader = EventReader.ofStream(room.kafka(), from, rooms)) {
      EventPositions end = reader.end();
      while (!reader.positions().reached(end)) {
        reader.poll(POLL);
      }
      return reader.positions();
    }
  }

  private static String line(PlacedEvent event) {
    return "event %s %s %d %d %s %d %d %s %s"
        .formatted(
            event.room(),
            event.type(),
            event.seq(),
            event.prev(),
            event.loggedAt().toEpochMilli(),
            event.partition(),
            event.offset(),
            event.headers().get("ce_id"),
            new String(event.json(), UTF_8));
  }

  private List<String> python(String... arguments) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(READ, system.kafka()));
    all.addAll(List.of(arguments));
    // Lines of the Kafka client's own log begin with a percent sign.
    return run(all.toArray(String[]::new)).stream().filter(line -> !line.startsWith("%")).toList();
  }

  private static List<String> run(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of("PYTHONPATH", "clients/python-events", "PYTHONDONTWRITEBYTECODE", "1");
    try (ExampleProcess python =
        ExampleProcess.program(environment, command.toArray(String[]::new))) {
      return python.whole();
    }
  }
}
