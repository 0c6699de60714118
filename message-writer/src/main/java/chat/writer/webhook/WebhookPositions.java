package chat.writer.webhook;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offsets up to which the lanes of a webhook have got events, and up to which these are done,
 * which is what is committed. The positions of the consumer itself are also past events that no
 * lane got, if an error came between. For the thread of the consumer.
 */
final class WebhookPositions {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookPositions.class);

  private final Lanes lanes;
  private final Duration timeout;
  private final Map<TopicPartition, Long> added = new HashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();

  WebhookPositions(Lanes lanes, Duration timeout) {
    this.lanes = lanes;
    this.timeout = timeout;
  }

  /** The lane of a partition has got the events before an offset. */
  void added(TopicPartition partition, long next) {
    added.put(partition, next);
  }

  /**
   * Commits up to where partitions are done. Blocks.
   *
   * @param closed the offsets of lanes that were closed with events that are not done
   */
  void commit(
      Consumer<byte[], byte[]> consumer,
      Collection<TopicPartition> partitions,
      Map<TopicPartition, Long> closed) {
    Map<TopicPartition, Long> next = new HashMap<>(closed);
    for (TopicPartition partition : partitions) {
      OptionalLong waiting = lanes.first(partition);
      Long done = waiting.isPresent() ? Long.valueOf(waiting.getAsLong()) : added.get(partition);
      if (done != null) {
        next.putIfAbsent(partition, done);
      }
    }
    commit(consumer, next);
  }

  private void commit(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> next) {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    next.forEach(
        (partition, offset) -> {
          if (!offset.equals(committed.get(partition))) {
            commits.put(partition, new OffsetAndMetadata(offset));
          }
        });
    if (commits.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(commits, timeout);
      committed.putAll(next);
    } catch (RebalanceInProgressException | CommitFailedException e) {
      LOG.debug("the group is being balanced: committed later, or by the next owner", e);
    }
  }

  /** Partitions have another owner. */
  void forget(Collection<TopicPartition> partitions) {
    added.keySet().removeAll(partitions);
    committed.keySet().removeAll(partitions);
  }

  void clear() {
    added.clear();
    committed.clear();
  }
}
