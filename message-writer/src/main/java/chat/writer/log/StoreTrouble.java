package chat.writer.log;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What was polled of some partitions could not be stored; that of the others was. */
final class StoreTrouble extends RuntimeException {

  private final transient Set<TopicPartition> partitions;

  StoreTrouble(Set<TopicPartition> partitions, Throwable cause) {
    super(cause);
    this.partitions = Set.copyOf(partitions);
  }

  Set<TopicPartition> partitions() {
    return partitions;
  }
}
