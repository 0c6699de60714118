package chat.writer.log;

import chat.writer.room.PartitionWriter.Stored;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** Signals that the records of some partitions of a poll are not stored yet. */
final class Unfinished extends RuntimeException {

  private final transient Map<TopicPartition, Throwable> failures;
  private final transient Map<TopicPartition, CompletableFuture<Stored>> underWay;

  Unfinished(
      Map<TopicPartition, Throwable> failures,
      Map<TopicPartition, CompletableFuture<Stored>> underWay) {
    super("not stored yet: " + failures.keySet() + underWay.keySet());
    this.failures = Map.copyOf(failures);
    this.underWay = Map.copyOf(underWay);
  }

  /** The partitions that could not be stored, with the failures. */
  Map<TopicPartition, Throwable> failures() {
    return failures;
  }

  /** The partitions that are still being stored. */
  Map<TopicPartition, CompletableFuture<Stored>> underWay() {
    return underWay;
  }
}
