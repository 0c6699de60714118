package chat.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.contract.log.RoomPartition;
import chat.contract.log.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goes on at the commits of a group, for the rooms of which they tell. */
@Timeout(120)
class GroupReaderTest {

  private static final String A = room(0, 0);
  private static final String BESIDE = room(0, 1);
  private static final String ELSEWHERE = room(1, 0);

  private final String group = "g" + UUID.randomUUID();
  private final TestTopics topics = new TestTopics();
  private final Map<String, Object> kafka = new HashMap<>(topics.kafka());

  @BeforeEach
  void make() throws Exception {
    topics.make(Topic.EVENTS);
    kafka.put("group.id", group);
  }

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void a_group_that_read_named_rooms_goes_on_with_these() throws Exception {
    topics.publish(A, "m-1", "m-2");
    assertThat(readAndCommit(after(A))).hasSize(2);
    topics.publish(A, "m-3");

    assertThat(readAndCommit(after(A))).extracting(PlacedEvent::seq).containsExactly(last(A));
  }

  @Test
  void commits_for_other_rooms_are_refused() throws Exception {
    topics.publish(A, "m-1", "m-2");
    topics.publish(BESIDE, "m-1");
    topics.publish(ELSEWHERE, "m-1");
    readAndCommit(after(A));

    for (ReadFrom other : List.of(after(A, BESIDE), after(A, ELSEWHERE), ReadFrom.beginning())) {
      assertThatThrownBy(() -> readAndCommit(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("other rooms");
    }
  }

  @Test
  void the_seq_of_a_room_counts_only_where_the_group_committed_nothing() throws Exception {
    topics.publish(A, "m-1", "m-2");
    topics.publish(ELSEWHERE, "m-1");
    assertThat(readAndCommit(after(A, ELSEWHERE))).hasSize(3);
    topics.publish(A, "m-3");
    forgetCommit(1);

    assertThat(readAndCommit(after(A, ELSEWHERE)))
        .extracting(PlacedEvent::seq)
        .containsExactlyInAnyOrder(last(A), last(ELSEWHERE));
  }

  private static String room(int partition, int index) {
    return IntStream.range(0, 100)
        .mapToObj(number -> "room-" + number)
        .filter(name -> RoomPartition.of(name, TestTopics.PARTITIONS) == partition)
        .toList()
        .get(index);
  }

  private static ReadFrom after(String... rooms) {
    Map<String, Long> seqs = new HashMap<>();
    for (String room : rooms) {
      seqs.put(room, 0L);
    }
    return ReadFrom.after(seqs);
  }

  private List<PlacedEvent> readAndCommit(ReadFrom otherwise) {
    try (EventReader reader = EventReader.ofStream(kafka, ReadFrom.committed(otherwise))) {
      List<PlacedEvent> events = EventReaderTest.readTo(reader, reader.end());
      reader.commit();
      return events;
    }
  }

  private long last(String room) {
    return topics.last(room);
  }

  private void forgetCommit(int partition) throws Exception {
    try (Admin admin = Admin.create(topics.kafka())) {
      admin
          .deleteConsumerGroupOffsets(group, Set.of(new TopicPartition(Topic.EVENTS, partition)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }
}
