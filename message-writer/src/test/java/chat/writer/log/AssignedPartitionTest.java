package chat.writer.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Topic;
import chat.epochs.LogEpoch;
import chat.epochs.ReadingStart;
import chat.writer.room.InMemoryRoomTables;
import chat.writer.room.LogPartition;
import chat.writer.room.SmallBuckets;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class AssignedPartitionTest {

  private final AssignedPartition partition =
      new AssignedPartition(
          new ReadingStart(new LogEpoch("topic", 1, 1), 0, 0),
          SmallBuckets.writer(new LogPartition(1, 0, 1), 0, 0, new InMemoryRoomTables(), 100));

  /** Polls are split where they have most records, so the second one begins before the commit. */
  @Test
  void records_that_come_again_after_a_slow_store_may_come_in_several_polls() {
    assertThat(partition.accept(records(0, 10))).isTrue();
    assertThat(partition.goBack()).isZero();
    partition.writer().store().toCompletableFuture().join();
    assertThat(partition.accept(records(0, 4))).isTrue();
    assertThat(partition.hasToCommit()).isTrue();
    partition.committed(partition.commit().offset());

    assertThat(partition.accept(records(4, 12))).as("before the commit").isTrue();
    assertThat(partition.goBack()).isEqualTo(10);
  }

  @Test
  void records_before_its_position_are_of_another_life_and_not_accepted() {
    assertThat(partition.accept(records(0, 10))).isTrue();
    assertThat(partition.accept(records(9, 12))).isFalse();
    assertThat(partition.accept(records(12, 14))).as("after a gap").isTrue();
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(long from, long before) {
    return LongStream.range(from, before)
        .mapToObj(
            offset -> new ConsumerRecord<>(Topic.MESSAGES, 0, offset, new byte[0], new byte[0]))
        .toList();
  }
}
