package chat.writer.webhook;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a webhook committed: only changes are committed again. Commits have the id of the topic, so
 * one of an earlier topic is known. For the thread of the consumer.
 */
final class WebhookCommits {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookCommits.class);

  private final Duration timeout;
  private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

  WebhookCommits(Duration timeout) {
    this.timeout = timeout;
  }

  /** Commits up to where partitions are done. Blocks. */
  void commit(Consumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> next) {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    next.forEach(
        (partition, offset) -> {
          if (!offset.equals(committed.get(partition))) {
            commits.put(partition, offset);
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
    committed.keySet().removeAll(partitions);
  }

  void clear() {
    committed.clear();
  }
}
