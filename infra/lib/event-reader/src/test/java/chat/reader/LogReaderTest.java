package chat.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.contract.log.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads the room log of a real broker. */
@Timeout(120)
class LogReaderTest {

  private final TestTopics topics = new TestTopics();

  @BeforeEach
  void make() throws Exception {
    topics.make(Topic.MESSAGES);
  }

  @AfterEach
  void close() throws Exception {
    topics.drop(Topic.MESSAGES);
    topics.close();
  }

  @Test
  void duplicates_and_void_records_are_no_events() throws Exception {
    long first = topics.say("a", "m-1");
    topics.say("a", "m-1");
    topics.say("a", "m-2");
    topics.deleteAndEditAtOnce("a", first);

    assertThat(read(ReadFrom.beginning()))
        .extracting(PlacedEvent::type)
        .containsExactly("message", "message", "deleted");
  }

  @Test
  void a_duplicate_of_a_record_before_the_start_is_no_event() throws Exception {
    long first = topics.say("a", "m-1");
    topics.say("a", "m-1");
    long last = topics.say("a", "m-2");

    List<PlacedEvent> events = read(ReadFrom.after(Map.of("a", first)));

    assertThat(events).extracting(PlacedEvent::seq).containsExactly(last);
    assertThat(events.get(0).prev()).isNull();
    Instant time = events.get(0).loggedAt();
    assertThat(read(ReadFrom.time(time))).extracting(PlacedEvent::seq).contains(last);
  }

  @Test
  void positions_are_those_of_the_events_that_were_given() throws Exception {
    topics.say("a", "m-1");
    EventPositions positions;
    try (EventReader reader = EventReader.ofLog(topics.kafka(), 1, ReadFrom.end())) {
      positions = reader.positions();
    }
    topics.say("a", "m-1");
    long second = topics.say("a", "m-2");

    assertThat(read(ReadFrom.positions(positions)))
        .extracting(PlacedEvent::seq)
        .containsExactly(second);
  }

  @Test
  void a_seq_whose_next_record_was_removed_is_told() throws Exception {
    long first = topics.say("a", "m-1");
    topics.say("a", "m-2");
    topics.say("a", "m-3");
    topics.forget(Topic.MESSAGES, "a", 2);

    assertThatThrownBy(() -> read(ReadFrom.after(Map.of("a", first))))
        .isInstanceOfSatisfying(
            PositionGone.class,
            gone -> assertThat(read(ReadFrom.positions(gone.firstThere()))).hasSize(1));
  }

  private List<PlacedEvent> read(ReadFrom from) {
    try (EventReader reader = EventReader.ofLog(topics.kafka(), 1, from)) {
      return EventReaderTest.readTo(reader, reader.end());
    }
  }
}
