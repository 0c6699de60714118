package chat.writer.log;

import chat.writer.room.PartitionWriter.Stored;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** The records of one poll in the open partitions, on their way into the tables. */
final class Poll {

  private final Map<TopicPartition, AssignedPartition> partitions = new HashMap<>();
  private final Map<TopicPartition, Throwable> failures = new HashMap<>();
  private final Map<TopicPartition, CompletableFuture<Stored>> underWay = new HashMap<>();
  private int events;
  private int unreadable;

  void add(TopicPartition partition, AssignedPartition assigned) {
    partitions.put(partition, assigned);
  }

  /**
   * Writes the records of all partitions in parallel. Returns when the tables have answered, or
   * after a time-out: a slow partition does not delay the others.
   */
  void store(Duration patience) {
    Map<TopicPartition, CompletableFuture<Stored>> stores = new HashMap<>();
    partitions.forEach(
        (partition, assigned) ->
            stores.put(partition, assigned.writer().store().toCompletableFuture()));
    long deadline = System.nanoTime() + patience.toNanos();
    stores.forEach((partition, store) -> await(partition, store, deadline));
  }

  /** The commits: for each partition the offset up to which everything is stored. */
  Map<TopicPartition, OffsetAndMetadata> commits() {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    partitions.forEach(
        (partition, assigned) -> {
          if (assigned.hasToCommit()) {
            commits.put(partition, assigned.commit());
          }
        });
    return commits;
  }

  void committed(Map<TopicPartition, OffsetAndMetadata> commits) {
    commits.forEach(
        (partition, commit) -> {
          AssignedPartition assigned = partitions.get(partition);
          if (assigned != null) {
            assigned.committed(commit.offset());
          }
        });
  }

  /** The partitions whose records could not be stored, with the failures. */
  Map<TopicPartition, Throwable> failures() {
    return failures;
  }

  /** The partitions whose records are still being stored. */
  Map<TopicPartition, CompletableFuture<Stored>> underWay() {
    return underWay;
  }

  AssignedPartition assigned(TopicPartition partition) {
    return Objects.requireNonNull(partitions.get(partition));
  }

  /** Whether all records of a partition in this poll are in the tables. */
  boolean hasStored(TopicPartition partition) {
    return partitions.containsKey(partition)
        && !failures.containsKey(partition)
        && !underWay.containsKey(partition);
  }

  Set<TopicPartition> partitions() {
    return partitions.keySet();
  }

  Stored stored() {
    return new Stored(events, unreadable);
  }

  private void await(TopicPartition partition, CompletableFuture<Stored> store, long deadline) {
    try {
      Stored stored = store.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      events += stored.events();
      unreadable += stored.unreadable();
    } catch (ExecutionException e) {
      failures.put(partition, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      underWay.put(partition, store);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
