package chat.epochs;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a topic was deleted and made again under a consumer. Kafka's consumer keeps its
 * positions then: it passes over the new records before them, and if the new topic is just as long
 * it gets none at all. So the topic's id is looked at, also while no records come. For the
 * consumer's thread only.
 */
public final class Lives {

  /** How often to look while no records come. */
  public static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Lives.class);

  private final LogEpochs epochs;
  private final String topic;

  /** The topic's id at the last look, by partition; without those that are assigned since. */
  private final Map<TopicPartition, String> looked = new HashMap<>();

  private long lookedAt = System.nanoTime();

  /** Looks at a topic. */
  public Lives(LogEpochs epochs, String topic) {
    this.epochs = epochs;
    this.topic = topic;
  }

  /**
   * Moves a consumer to the beginning of each partition in which it has a position of an earlier
   * life of the topic. Records that were polled before this call are then of the present life,
   * except those of the partitions that it gives. Blocks.
   *
   * @return the partitions that it moved
   * @throws KafkaException if the topic can't be described
   */
  public Set<TopicPartition> look(Consumer<?, ?> consumer) throws InterruptedException {
    return look(consumer, epochs.topicId(topic));
  }

  /**
   * Does the same after a poll without records, if no look was made for {@link #INTERVAL}. While
   * the topic can't be described it does nothing.
   */
  public Set<TopicPartition> lookWhileIdle(Consumer<?, ?> consumer) throws InterruptedException {
    if (System.nanoTime() - lookedAt < INTERVAL.toNanos()) {
      return Set.of();
    }
    lookedAt = System.nanoTime();
    String topicId;
    try {
      topicId = epochs.topicId(topic);
    } catch (KafkaException e) {
      LOG.debug("looked at later", e);
      return Set.of();
    }
    return look(consumer, topicId);
  }

  private Set<TopicPartition> look(Consumer<?, ?> consumer, String topicId) {
    lookedAt = System.nanoTime();
    Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
    assigned.removeIf(partition -> !partition.topic().equals(topic));
    looked.keySet().retainAll(assigned);
    Set<TopicPartition> unknown = new HashSet<>(assigned);
    unknown.removeIf(partition -> topicId.equals(looked.get(partition)));
    Set<TopicPartition> moved = new HashSet<>();
    if (!unknown.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(unknown);
      for (TopicPartition partition : unknown) {
        OffsetAndMetadata commit = committed.get(partition);
        if (looked.containsKey(partition)
            || (commit != null && !ReadingStart.isOf(commit, topicId))) {
          moved.add(partition);
        }
        looked.put(partition, topicId);
      }
    }
    if (!moved.isEmpty()) {
      consumer.seekToBeginning(moved);
      LOG.info("{} was made again: {} partitions begin again", topic, moved.size());
    }
    return moved;
  }
}
