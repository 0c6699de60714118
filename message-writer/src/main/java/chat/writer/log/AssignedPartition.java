package chat.writer.log;

import chat.epochs.ReadingStart;
import chat.writer.room.PartitionWriter;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

  /** The offset at which the next poll begins, at least. */
  private long position;

  private volatile boolean open = true;

  AssignedPartition(ReadingStart start, PartitionWriter writer) {
    this.start = start;
    this.writer = writer;
    this.committed = writer.stored();
    this.position = start.warmFrom();
  }

  PartitionWriter writer() {
    return writer;
  }

  /**
   * Accepts the records of a poll; those that were accepted before are skipped.
   *
   * @return false if they begin before the position: the topic has another life, and nothing was
   *     accepted
   */
  boolean accept(List<ConsumerRecord<byte[], byte[]>> records) {
    if (records.get(0).offset() < position) {
      return false;
    }
    records.forEach(log -> writer.accept(LogRecords.of(log)));
    position = records.get(records.size() - 1).offset() + 1;
    return true;
  }

  /**
   * Goes back after a failure, so that all uncommitted records are processed again.
   *
   * @return the new position
   */
  long goBack() {
    position = Math.min(committed, writer.resumeAt());
    return position;
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
