package chat.gateway.kafka;

import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Handles the records of a topic. All calls come on one thread, that of the {@link TopicReader}.
 */
public interface RecordHandler {

  /**
   * Reading begins, or begins again after a failure, at the reader's {@link StartPosition}.
   *
   * @param partitions number of partitions of the topic
   * @param unread numbers of the partitions that are not read, as they have no leader
   */
  default void begin(int partitions, Set<Integer> unread) {}

  /** Handles the next record of its partition. Skips a record that can't be decoded. */
  void handle(ConsumerRecord<byte[], byte[]> record);

  /**
   * A poll is over; called several times a second, also if there were no records.
   *
   * @param caughtUp whether all records were handled that the log held when reading began
   */
  default void polled(boolean caughtUp) {}
}
