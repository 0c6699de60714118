package chat.epochs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BatchedPollsTest {

  private static final TopicPartition PARTITION = new TopicPartition("log", 3);
  private static final Duration GATHER = Duration.ofSeconds(1);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final List<Duration> pauses = new ArrayList<>();
  private long now;
  private final BatchedPolls polls =
      new BatchedPolls(
          GATHER,
          () -> now,
          time -> {
            pauses.add(time);
            now += time.toNanos();
          });

  BatchedPollsTest() {
    consumer.assign(List.of(PARTITION));
    consumer.updateEndOffsets(Map.of(PARTITION, 10_000L));
    caughtUp();
  }

  @Test
  void few_records_are_handled_as_they_come() {
    for (int i = 0; i < 50; i++) {
      poll(1, 50);
      poll(10, 100);
    }
    assertThat(pauses).isEmpty();
    assertThat(polls.delay()).isZero();
  }

  @Test
  void a_burst_of_few_records_after_silence_is_not_many() {
    poll(1, 60_000);
    poll(9, 2);
    poll(9, 2);
    assertThat(pauses).isEmpty();
  }

  @Test
  void many_records_are_gathered_until_they_become_few() {
    poll(20, 100);
    poll(20, 100);
    assertThat(pauses).containsExactly(GATHER);
    poll(1000, 10);
    poll(300, 10);
    assertThat(pauses).hasSize(3);
    assertThat(polls.delay()).isEqualTo(GATHER.multipliedBy(2));
    poll(3, 60_000);
    poll(3, 100);
    assertThat(pauses).hasSize(3);
    assertThat(polls.delay()).isZero();
  }

  @Test
  void nothing_waits_any_more_when_no_record_comes() {
    poll(20, 100);
    poll(20, 100);
    assertThat(polls.delay()).isEqualTo(GATHER.multipliedBy(2));
    now += GATHER.multipliedBy(4).toNanos();
    assertThat(polls.delay()).isZero();
  }

  @Test
  void a_listener_that_is_behind_does_not_wait() {
    consumer.seek(PARTITION, 9_000);
    poll(2000, 20);
    poll(2000, 20);
    assertThat(pauses).isEmpty();
    caughtUp();
    poll(1000, 20);
    assertThat(pauses).hasSize(1);
  }

  private void caughtUp() {
    consumer.seek(PARTITION, 10_000);
  }

  private void poll(int records, long millisAfterTheLast) {
    now += Duration.ofMillis(millisAfterTheLast).toNanos();
    List<ConsumerRecord<byte[], byte[]>> polled =
        IntStream.range(0, records)
            .mapToObj(i -> new ConsumerRecord<>("log", 3, i, new byte[0], new byte[0]))
            .toList();
    polls.success(new ConsumerRecords<>(Map.of(PARTITION, polled), Map.of()), consumer);
  }
}
