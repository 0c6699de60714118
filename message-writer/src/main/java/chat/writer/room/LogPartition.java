package chat.writer.room;

import chat.contract.log.Seq;

/**
 * One partition of one life of the room log.
 *
 * @param epoch of the log
 * @param partition 0 for the first
 * @param partitions the number of partitions of the log in this life
 */
public record LogPartition(int epoch, int partition, int partitions) {

  /** The seq of the record at an offset. */
  long seq(long offset) {
    return Seq.of(epoch, offset);
  }
}
