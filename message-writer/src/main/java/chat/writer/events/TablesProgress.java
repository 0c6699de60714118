package chat.writer.events;

import chat.contract.log.ConsumerGroups;
import chat.epochs.ReadingStart;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How far the tables have the log: the commits of the group that writes them. */
final class TablesProgress {

  /** The tables have no event of a partition's life. */
  static final long NOTHING = -1;

  /** An older answer is only too careful, as commits grow. */
  private static final Duration KEPT = Duration.ofSeconds(2);

  private final Admin admin;
  private final Duration timeout;
  private Map<TopicPartition, @Nullable OffsetAndMetadata> commits = Map.of();
  private long askedAt = System.nanoTime() - KEPT.toNanos();

  /**
   * Asks a cluster.
   *
   * @param timeout longest wait for its answer
   */
  TablesProgress(Admin admin, Duration timeout) {
    this.admin = admin;
    this.timeout = timeout;
  }

  /**
   * An offset before which the tables have every event of a partition. Blocks.
   *
   * @return {@link #NOTHING} if nothing was written in that life of the topic
   */
  long written(TopicPartition partition, String topicId) {
    if (System.nanoTime() - askedAt >= KEPT.toNanos()) {
      commits = ask();
      askedAt = System.nanoTime();
    }
    OffsetAndMetadata commit = commits.get(partition);
    return commit == null || !ReadingStart.isOf(commit, topicId) ? NOTHING : commit.offset();
  }

  private Map<TopicPartition, @Nullable OffsetAndMetadata> ask() {
    try {
      return admin
          .listConsumerGroupOffsets(ConsumerGroups.WRITER)
          .partitionsToOffsetAndMetadata()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new KafkaException("the writers' offsets can't be read", e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new TimeoutException("the writers' offsets can't be read", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
