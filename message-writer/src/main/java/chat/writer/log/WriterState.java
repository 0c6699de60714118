package chat.writer.log;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a task of the writer by partition, for health and metrics. Written by the consumer's
 * thread, read by any thread.
 */
public final class WriterState {

  private static final Logger LOG = LoggerFactory.getLogger(WriterState.class);

  private final String task;
  private final Set<TopicPartition> assigned = ConcurrentHashMap.newKeySet();
  private final Map<TopicPartition, Long> waitingSince = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Integer> failures = new ConcurrentHashMap<>();

  /**
   * No partitions.
   *
   * @param task the task's name in logs
   */
  public WriterState(String task) {
    this.task = task;
  }

  Set<TopicPartition> assigned() {
    return Set.copyOf(assigned);
  }

  /** The partitions whose last attempt failed. */
  Set<TopicPartition> failing() {
    return Set.copyOf(failures.keySet());
  }

  /**
   * The log's timestamp of the oldest record that is not yet stored; {@code now} if there is none.
   */
  public long oldest(long now) {
    return waitingSince.values().stream().mapToLong(Long::longValue).min().orElse(now);
  }

  /** Partitions were assigned to this process. */
  public void add(Collection<TopicPartition> partitions) {
    assigned.addAll(partitions);
    LOG.info("{}: got {} partitions, has {}", task, partitions.size(), assigned.size());
  }

  /** Partitions are not assigned to this process any more. */
  public void remove(Collection<TopicPartition> partitions) {
    partitions.forEach(assigned::remove);
    waitingSince.keySet().removeAll(partitions);
    failures.keySet().removeAll(partitions);
    LOG.info("{}: lost {} partitions, has {}", task, partitions.size(), assigned.size());
  }

  /** Sets the timestamp since which a partition's records wait; 0: none wait. */
  public void waiting(TopicPartition partition, long timestamp) {
    if (timestamp > 0) {
      waitingSince.put(partition, timestamp);
    }
  }

  /** Nothing of a partition waits any more. */
  public void caughtUp(TopicPartition partition) {
    waitingSince.remove(partition);
  }

  /**
   * Counts a failed attempt.
   *
   * @return the number of failures in a row
   */
  public int failed(TopicPartition partition, Throwable cause) {
    boolean first = failures.isEmpty();
    int count = failures.merge(partition, 1, Integer::sum);
    if (first) {
      LOG.warn("{}: {} failed, retrying: {}", task, partition, cause.toString());
    }
    return count;
  }

  /** The last attempt of partitions succeeded. */
  public void recovered(Collection<TopicPartition> partitions) {
    if (!failures.isEmpty() && failures.keySet().removeAll(partitions) && failures.isEmpty()) {
      LOG.info("{}: all partitions work again", task);
    }
  }
}
