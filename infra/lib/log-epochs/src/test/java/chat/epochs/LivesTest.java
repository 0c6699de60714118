package chat.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A consumer of a topic that is made again. */
class LivesTest {

  private static final TopicPartition PARTITION = new TopicPartition("t", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private String topicId = "1";
  private final Lives lives = new Lives(() -> topicId, "t", Duration.ZERO);

  LivesTest() {
    consumer.assign(Set.of(PARTITION));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.seek(PARTITION, 5);
  }

  @Test
  void a_partition_that_was_moved_is_moved_again_until_it_is_opened() throws Exception {
    consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(5, "1")));
    assertThat(lives.look(consumer)).isEmpty();
    topicId = "2";
    assertThat(lives.look(consumer)).containsExactly(PARTITION);
    assertThat(consumer.position(PARTITION)).isZero();
    consumer.seek(PARTITION, 5);
    assertThat(lives.look(consumer)).as("after a failure").containsExactly(PARTITION);
    assertThat(consumer.position(PARTITION)).isZero();
    assertThat(lives.look(consumer)).as("at the beginning").isEmpty();
    lives.opened(PARTITION);
    consumer.seek(PARTITION, 5);
    assertThat(lives.look(consumer)).isEmpty();
  }

  /** Its commit went with the earlier topic. */
  @Test
  void a_partition_without_a_commit_begins_at_its_beginning() throws Exception {
    assertThat(lives.look(consumer)).containsExactly(PARTITION);
    assertThat(consumer.position(PARTITION)).isZero();
  }
}
