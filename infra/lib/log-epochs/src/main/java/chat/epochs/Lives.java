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
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
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

  /** Longest wait for a position: a partition without a leader must not hold up all others. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final TopicId topicId;
  private final String topic;
  private final Duration interval;

  /** The topic's id at the last look, by partition; without those that are assigned since. */
  private final Map<TopicPartition, String> looked = new HashMap<>();

  /**
   * Partitions that were moved, or have no commit, and are not opened yet: after a failure the
   * consumer may be at a position of the earlier life again.
   */
  private final Set<TopicPartition> unopened = new HashSet<>();

  private long lookedAt = System.nanoTime();
  private long comparedAt;

  /** The id of the topic. */
  interface TopicId {
    String get() throws InterruptedException;
  }

  /** Looks at a topic. */
  public Lives(LogEpochs epochs, String topic) {
    this(() -> epochs.topicId(topic), topic, INTERVAL);
  }

  Lives(TopicId topicId, String topic, Duration interval) {
    this.topicId = topicId;
    this.topic = topic;
    this.interval = interval;
    this.comparedAt = System.nanoTime() - interval.toNanos();
  }

  /**
   * A partition was opened in the present life: the consumer is where it has to be. Until then it
   * is moved again if it is elsewhere.
   */
  public void opened(TopicPartition partition) {
    unopened.remove(partition);
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
    return look(consumer, topicId.get());
  }

  /**
   * Does the same after a poll without records, if no look was made for {@link #INTERVAL}. While
   * the topic can't be described it does nothing.
   */
  public Set<TopicPartition> lookWhileIdle(Consumer<?, ?> consumer) throws InterruptedException {
    if (System.nanoTime() - lookedAt < interval.toNanos()) {
      return Set.of();
    }
    lookedAt = System.nanoTime();
    String present;
    try {
      present = topicId.get();
    } catch (KafkaException e) {
      LOG.debug("looked at later", e);
      lookedAt = System.nanoTime();
      return Set.of();
    }
    return look(consumer, present);
  }

  private Set<TopicPartition> look(Consumer<?, ?> consumer, String present) {
    lookedAt = System.nanoTime();
    Set<TopicPartition> assigned = new HashSet<>(consumer.assignment());
    assigned.removeIf(partition -> !partition.topic().equals(topic));
    looked.keySet().retainAll(assigned);
    unopened.retainAll(assigned);
    Set<TopicPartition> unknown = new HashSet<>(assigned);
    unknown.removeIf(partition -> present.equals(looked.get(partition)));
    Set<TopicPartition> moved = new HashSet<>();
    if (!unknown.isEmpty()) {
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(unknown);
      for (TopicPartition partition : unknown) {
        OffsetAndMetadata commit = committed.get(partition);
        if (looked.containsKey(partition)
            || (commit != null && !ReadingStart.isOf(commit, present))) {
          moved.add(partition);
        } else if (commit == null) {
          unopened.add(partition);
        }
        looked.put(partition, present);
      }
    }
    unopened.addAll(moved);
    moved.addAll(elsewhere(consumer));
    if (!moved.isEmpty()) {
      consumer.seekToBeginning(moved);
      LOG.info("{}: {} partitions begin at their beginning", topic, moved.size());
    }
    return moved;
  }

  /** The partitions that are not opened, and at which the consumer is not at the beginning. */
  private Set<TopicPartition> elsewhere(Consumer<?, ?> consumer) {
    if (unopened.isEmpty() || System.nanoTime() - comparedAt < interval.toNanos()) {
      return Set.of();
    }
    Set<TopicPartition> elsewhere = new HashSet<>();
    try {
      consumer
          .beginningOffsets(unopened, PATIENCE)
          .forEach(
              (partition, begin) -> {
                if (consumer.position(partition, PATIENCE) > begin) {
                  elsewhere.add(partition);
                }
              });
    } catch (InterruptException e) {
      throw e;
    } catch (WakeupException e) {
      // What was moved has to be told; the wake-up meets the next call.
      consumer.wakeup();
    } catch (KafkaException e) {
      LOG.debug("compared later", e);
    } finally {
      comparedAt = System.nanoTime();
    }
    return elsewhere;
  }
}
