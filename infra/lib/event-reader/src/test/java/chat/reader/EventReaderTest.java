package chat.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.contract.event.Message;
import chat.contract.log.RoomPartition;
import chat.contract.log.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads the resolved stream of a real broker. */
@Timeout(120)
class EventReaderTest {

  private static final Duration POLL = Duration.ofSeconds(1);

  private final TestTopics topics = new TestTopics();
  private final Map<String, Object> kafka = new HashMap<>(topics.kafka());

  @BeforeEach
  void make() throws Exception {
    topics.make(Topic.EVENTS);
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void each_committed_event_comes_once_with_its_place_its_time_and_its_fields() throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    topics.publish("a", "m-1", "m-2");
    topics.abort("a", "m-3");
    topics.publish("a", "m-3");

    List<PlacedEvent> events = readAll(ReadFrom.beginning());

    assertThat(values(events)).isEqualTo(topics.frames());
    PlacedEvent second = events.get(1);
    assertThat(second.seq()).isEqualTo(events.get(0).seq() + 1);
    assertThat(second.prev()).isEqualTo(events.get(0).seq());
    assertThat(second.type()).isEqualTo("message");
    assertThat(second.headers()).containsEntry("ce_source", "/chat/rooms/a");
    assertThat(second.loggedAt()).isBetween(before, Instant.now());
    assertThat(second.event())
        .get()
        .isInstanceOfSatisfying(
            Message.class, message -> assertThat(message.content()).isEqualTo("text of m-2"));
  }

  @Test
  void reading_begins_behind_a_seq_of_each_room() throws Exception {
    for (int i = 0; i < 40; i++) {
      topics.publish("a", "a-" + i);
      topics.publish("b", "b-" + i, "c-" + i);
      topics.abort("b", "d-" + i);
    }
    List<PlacedEvent> a = of("a", readAll(ReadFrom.beginning()));
    List<PlacedEvent> b = of("b", readAll(ReadFrom.beginning()));

    for (int i : List.of(0, 1, 20, 39)) {
      Map<String, Long> after = Map.of("a", a.get(i).seq(), "b", b.get(60).seq());
      List<PlacedEvent> rest = readAll(ReadFrom.after(after));
      assertThat(of("a", rest)).extracting(PlacedEvent::seq).isEqualTo(seqs(a, i + 1));
      assertThat(of("b", rest)).extracting(PlacedEvent::seq).isEqualTo(seqs(b, 61));
    }
  }

  @Test
  void a_search_does_not_wait_for_large_fetches() throws Exception {
    topics.publish("a", "m-1", "m-2");
    kafka.put("fetch.min.bytes", 1_000_000);
    kafka.put("fetch.max.wait.ms", 60_000);

    assertThat(positions(ReadFrom.after(Map.of("a", 0L))).after()).containsEntry("a", 0L);
  }

  @Test
  void reading_begins_at_a_time_of_the_log() throws Exception {
    for (int i = 0; i < 10; i++) {
      topics.publish("a", "a-" + i);
    }
    List<PlacedEvent> all = readAll(ReadFrom.beginning());
    Instant time = all.get(6).loggedAt();

    assertThat(readAll(ReadFrom.time(time)))
        .extracting(PlacedEvent::seq)
        .isEqualTo(
            all.stream()
                .filter(it -> !it.loggedAt().isBefore(time))
                .map(PlacedEvent::seq)
                .toList());
    assertThat(readAll(ReadFrom.time(Instant.now().plusSeconds(60)))).isEmpty();
  }

  @Test
  void a_reader_at_the_end_gets_what_comes_afterwards() throws Exception {
    topics.publish("a", "m-1");
    try (EventReader reader = EventReader.ofStream(kafka, ReadFrom.end())) {
      topics.publish("a", "m-2");
      assertThat(readTo(reader, reader.end())).hasSize(1);
    }
  }

  @Test
  void reading_goes_on_at_stored_positions_also_within_a_partition() throws Exception {
    topics.publish("a", "m-1", "m-2", "m-3", "m-4", "m-5");
    topics.publish("b", "m-1", "m-2", "m-3", "m-4", "m-5");
    kafka.put("max.poll.records", 1);
    List<PlacedEvent> read = new ArrayList<>();
    ReadFrom from = ReadFrom.after(Map.of("a", 0L, "b", topics.last("b") - 1));
    for (int i = 0; read.size() < 6; i++) {
      try (EventReader reader = EventReader.ofStream(kafka, from, Set.of("a", "b"))) {
        read.addAll(reader.poll(POLL));
        from = ReadFrom.positions(EventPositions.parse(reader.positions().toString()));
      }
      assertThat(i).isLessThan(60);
    }

    assertThat(of("a", read)).hasSize(5);
    assertThat(of("b", read)).extracting(PlacedEvent::seq).containsExactly(topics.last("b"));
  }

  @Test
  void a_group_goes_on_where_it_committed() throws Exception {
    kafka.put("group.id", "g" + UUID.randomUUID());
    topics.publish("a", "m-1", "m-2");
    ReadFrom from = ReadFrom.committed(ReadFrom.beginning());
    try (EventReader reader = EventReader.ofStream(kafka, from)) {
      assertThat(readTo(reader, reader.end())).hasSize(2);
      reader.commit();
    }
    topics.publish("a", "m-3");
    try (EventReader reader = EventReader.ofStream(kafka, from)) {
      assertThat(readTo(reader, reader.end())).hasSize(1);
    }
  }

  @Test
  void positions_that_the_retention_removed_are_told_with_the_first_that_is_there()
      throws Exception {
    topics.publish("a", "m-1", "m-2", "m-3");
    EventPositions beginning = positions(ReadFrom.beginning());
    topics.forget(Topic.EVENTS, "a", 2);

    assertThatThrownBy(() -> EventReader.ofStream(kafka, ReadFrom.positions(beginning)))
        .isInstanceOfSatisfying(
            PositionGone.class,
            gone -> {
              int partition = RoomPartition.of("a", TestTopics.PARTITIONS);
              assertThat(gone).hasMessageContaining("chat.events-" + partition + "@0");
              assertThat(gone.firstThere().offsets()).containsEntry(partition, 2L);
              assertThat(values(readAll(ReadFrom.positions(gone.firstThere()))))
                  .containsExactly(topics.frames().get(2));
            });
  }

  @Test
  void records_that_the_retention_removes_from_an_open_reader_are_told() throws Exception {
    topics.publish("a", "m-1");
    try (EventReader reader = EventReader.ofStream(kafka, ReadFrom.beginning())) {
      topics.publish("a", "m-2", "m-3");
      topics.forget(Topic.EVENTS, "a", 4);
      assertThatThrownBy(() -> readTo(reader, reader.end())).isInstanceOf(PositionGone.class);
    }
  }

  @Test
  void a_hole_behind_a_seq_is_told_with_the_first_event_that_is_there() throws Exception {
    topics.publish("a", "m-1", "m-2", "m-3", "m-4");
    List<PlacedEvent> all = readAll(ReadFrom.beginning());
    topics.forget(Topic.EVENTS, "a", 2);

    assertThat(readAll(ReadFrom.after(Map.of("a", all.get(1).seq())))).hasSize(2);
    assertThatThrownBy(() -> readAll(ReadFrom.after(Map.of("a", all.get(0).seq()))))
        .isInstanceOfSatisfying(
            PositionGone.class,
            gone -> {
              assertThat(gone).hasMessageContaining("" + all.get(2).seq());
              EventPositions first = gone.firstThere();
              assertThat(readAll(ReadFrom.positions(first), Set.of("a"))).hasSize(2);
            });
  }

  @Test
  void a_topic_that_was_made_again_is_told_at_the_start_and_while_reading() throws Exception {
    topics.publish("a", "m-1");
    try (EventReader reader = EventReader.ofStream(kafka, ReadFrom.beginning())) {
      readTo(reader, reader.end());
      EventPositions positions = reader.positions();
      topics.make(Topic.EVENTS);
      topics.publish("a", "m-2", "m-3", "m-4", "m-5");

      assertThatThrownBy(() -> EventReader.ofStream(kafka, ReadFrom.positions(positions)))
          .isInstanceOf(PositionGone.class)
          .hasMessageContaining("created again");
      assertThatThrownBy(
              () -> {
                while (reader.poll(POLL).isEmpty()) {
                  assertThat(reader.positions()).isEqualTo(positions);
                }
              })
          .isInstanceOfSatisfying(
              PositionGone.class,
              gone -> assertThat(readAll(ReadFrom.positions(gone.firstThere()))).hasSize(4));
    }
  }

  @Test
  void after_a_failure_nothing_is_skipped() throws Exception {
    topics.publish("a", "m-1");
    topics.foreign("a");
    try (EventReader reader = EventReader.ofStream(kafka, ReadFrom.beginning())) {
      EventPositions before = reader.positions();
      Predicate<Duration> fails =
          atMost -> {
            try {
              return !reader.poll(atMost).isEmpty();
            } catch (IllegalStateException e) {
              return String.valueOf(e.getMessage()).contains("@2: not an event");
            }
          };
      assertThat(fails.test(POLL.multipliedBy(30))).isTrue();
      assertThat(fails.test(POLL.multipliedBy(30))).isTrue();
      assertThat(reader.positions()).isEqualTo(before);
    }
  }

  @Test
  void a_topic_that_is_not_there_is_told_by_name() {
    assertThatThrownBy(() -> EventReader.ofLog(kafka, 1, ReadFrom.end()))
        .isInstanceOf(KafkaException.class)
        .hasMessageContaining(Topic.MESSAGES);
  }

  private EventPositions positions(ReadFrom from) {
    try (EventReader reader = EventReader.ofStream(kafka, from)) {
      return reader.positions();
    }
  }

  private List<PlacedEvent> readAll(ReadFrom from) {
    try (EventReader reader = EventReader.ofStream(kafka, from)) {
      return readTo(reader, reader.end());
    }
  }

  private List<PlacedEvent> readAll(ReadFrom from, Set<String> rooms) {
    try (EventReader reader = EventReader.ofStream(kafka, from, rooms)) {
      return readTo(reader, reader.end());
    }
  }

  static List<PlacedEvent> readTo(EventReader reader, EventPositions end) {
    List<PlacedEvent> events = new ArrayList<>();
    while (!reader.positions().reached(end)) {
      events.addAll(reader.poll(POLL));
    }
    return events;
  }

  private static List<String> values(List<PlacedEvent> events) {
    return events.stream().map(event -> new String(event.json(), UTF_8)).toList();
  }

  private static List<PlacedEvent> of(String room, List<PlacedEvent> events) {
    return events.stream().filter(event -> event.room().equals(room)).toList();
  }

  private static List<Long> seqs(List<PlacedEvent> events, int from) {
    return events.subList(from, events.size()).stream().map(PlacedEvent::seq).toList();
  }
}
