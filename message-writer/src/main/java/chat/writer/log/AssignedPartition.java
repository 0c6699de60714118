package chat.writer.log;

import chat.epochs.ReadingStart;
import chat.writer.room.PartitionWriter;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * A partition while it is this process's. Used by the consumer's thread only.
 *
 * <p>A commit carries the topic's id, so that offsets of a topic that was deleted are not taken for
 * those of one that was made again under its name.
 */
final class AssignedPartition {

  private final ReadingStart start;
  private final PartitionWriter writer;
  private long committed;
  private volatile boolean open = true;

  AssignedPartition(ReadingStart start, PartitionWriter writer) {
    this.start = start;
    this.writer = writer;
    this.committed = writer.stored();
  }

  PartitionWriter writer() {
    return writer;
  }

  /** Whether it was opened in that life of the topic. */
  boolean isOf(String topicId) {
    return start.life().topicId().equals(topicId);
  }

  /** Where reading goes on after a failure, so that all that is not committed is done again. */
  long resumeAt() {
    return Math.min(committed, writer.resumeAt());
  }

  boolean hasToCommit() {
    return writer.stored() > committed;
  }

  OffsetAndMetadata commit() {
    return start.commit(writer.stored());
  }

  void committed(long offset) {
    committed = offset;
  }

  /** Whether this process still has it; may be asked by any thread. */
  boolean isOpen() {
    return open;
  }

  /** Ends it: what is under way is given up. */
  void close() {
    open = false;
    writer.giveUp();
  }
}
