package chat.writer.log;

import chat.epochs.ReadingStart;
import chat.writer.room.PartitionWriter;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * A partition that is assigned to this process. Used by the consumer's thread only.
 *
 * <p>A commit carries the topic's id, so that the offsets of a deleted topic don't count for a
 * topic that was created again under its name.
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

  /**
   * The offset at which reading resumes after a failure, so that all uncommitted records are
   * processed again.
   */
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

  /** Whether this process still owns it. Thread-safe. */
  boolean isOpen() {
    return open;
  }

  /** Closes it and gives up the store in progress. */
  void close() {
    open = false;
    writer.giveUp();
  }
}
