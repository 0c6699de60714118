package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FeedReaderTest {

  private static final TopicPartition FIRST = new TopicPartition(Topic.MESSAGES, 0);
  private static final TopicPartition SECOND = new TopicPartition(Topic.MESSAGES, 1);

  private final MockConsumer<byte[], byte[]> prompt = new MockConsumer<>("none");
  private final MockConsumer<byte[], byte[]> collecting = new MockConsumer<>("none");
  private final List<Long> read = new ArrayList<>();
  private long now;
  private final FeedReader reader = new FeedReader(prompt, collecting, () -> now);
  private long next = 100;

  @Test
  void few_records_are_read_at_once() {
    begin();
    for (int i = 0; i < 50; i++) {
      poll(prompt, 1, 10);
    }

    assertThat(collecting.assignment()).isEmpty();
    assertThat(read).hasSize(50).isSorted();
  }

  @Test
  void many_records_are_collected_and_none_is_lost_or_read_twice() {
    begin();
    poll(prompt, 30, 5);
    assertThat(prompt.assignment()).isEmpty();
    assertThat(collecting.position(FIRST)).isEqualTo(130);
    assertThat(collecting.position(SECOND)).isEqualTo(7);
    for (int i = 0; i < 40; i++) {
      poll(collecting, 3, 5);
    }

    assertThat(prompt.assignment()).isEmpty();
    assertThat(read).hasSize(150).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void after_a_quiet_second_they_are_read_at_once_again() {
    begin();
    poll(prompt, 30, 5);
    poll(collecting, 0, 900);
    poll(collecting, 2, 200);

    assertThat(collecting.assignment()).isEmpty();
    assertThat(prompt.position(FIRST)).isEqualTo(132);
    poll(prompt, 1, 5);
    assertThat(read).hasSize(33).doesNotHaveDuplicates();
  }

  @Test
  void further_partitions_do_not_move_those_before() {
    begin();
    poll(prompt, 30, 5);
    TopicPartition third = new TopicPartition(Topic.MESSAGES, 2);
    reader.add(Map.of(third, 9L));

    assertThat(collecting.assignment()).containsExactlyInAnyOrder(FIRST, SECOND, third);
    assertThat(collecting.position(FIRST)).isEqualTo(130);
    assertThat(collecting.position(third)).isEqualTo(9);
  }

  private void begin() {
    reader.add(Map.of(FIRST, next, SECOND, 7L));
  }

  /** Polls records that one of the consumers has, after a time. */
  private void poll(MockConsumer<byte[], byte[]> from, int records, int millis) {
    now += Duration.ofMillis(millis).toNanos();
    for (int i = 0; i < records; i++) {
      from.addRecord(
          new ConsumerRecord<>(Topic.MESSAGES, FIRST.partition(), next++, null, new byte[0]));
    }
    reader.poll(Duration.ZERO).forEach(record -> read.add(record.offset()));
  }
}
