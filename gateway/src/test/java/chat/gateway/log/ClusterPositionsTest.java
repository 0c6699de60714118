package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.ConsumerGroups;
import chat.contract.log.Topic;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** End offsets and watermarks of a real cluster. */
class ClusterPositionsTest {

  private static final RealLog LOG = RealLog.shared();

  private final String room = RealLog.newRoom();

  @Test
  void caught_up_means_having_all_that_the_log_had_at_the_call() throws Throwable {
    try (RunningFeed running = new RunningFeed(LOG)) {
      ClusterPositions positions = new ClusterPositions(LOG.admin, running.feed);
      PartitionLog log = running.feed.logOf(room);
      for (int i = 0; i < 20; i++) {
        long offset = LOG.append(room, "m-" + i);
        assertThat(positions.caughtUp(log).get(10, TimeUnit.SECONDS)).isGreaterThan(offset);
        assertThat(running.eventsOf(room)).hasSize(i + 1);
      }
    }
  }

  @Test
  void caught_up_waits_for_a_feed_that_lags() throws Throwable {
    try (RunningFeed running = new RunningFeed(LOG)) {
      long offset = LOG.append(room, "m");
      PartitionLog own = running.feed.logOf(room);
      PartitionLog behind =
          new PartitionLog(own.epoch(), own.partition(), 0, 0, 1, 1, Runnable::run);
      CompletableFuture<Long> caughtUp =
          new ClusterPositions(LOG.admin, running.feed).caughtUp(behind);
      behind.reached(offset);
      assertThat(caughtUp).isNotDone();
      behind.reached(offset + 1);
      assertThat(caughtUp.get(10, TimeUnit.SECONDS)).isEqualTo(offset + 1);
    }
  }

  @Test
  void the_watermark_is_the_offset_committed_in_this_epoch() throws Throwable {
    try (RunningFeed running = new RunningFeed(LOG)) {
      ClusterPositions positions = new ClusterPositions(LOG.admin, running.feed);
      PartitionLog log = running.feed.logOf(room);
      commit(log, new OffsetAndMetadata(7, log.epoch().topicId()));
      assertThat(positions.watermark(log).get(10, TimeUnit.SECONDS)).isEqualTo(7);
      commit(log, new OffsetAndMetadata(8, "the id of a topic that is gone"));
      assertThat(positions.watermark(log).get(10, TimeUnit.SECONDS)).isZero();
      commit(log, new OffsetAndMetadata(9));
      assertThat(positions.watermark(log).get(10, TimeUnit.SECONDS)).isEqualTo(9);
    }
  }

  private static void commit(PartitionLog log, OffsetAndMetadata offset) throws Exception {
    TopicPartition partition = new TopicPartition(Topic.MESSAGES, log.partition());
    LOG.admin
        .alterConsumerGroupOffsets(ConsumerGroups.WRITER, Map.of(partition, offset))
        .all()
        .get(30, TimeUnit.SECONDS);
  }
}
