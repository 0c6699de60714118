package chat.epochs;

import chat.contract.Seq;

/**
 * One life of a topic.
 *
 * @param topicId the id that Kafka gave it, which ends with its deletion
 * @param epoch 1 to {@value Seq#MAX_EPOCH}, greater than all before it
 * @param partitions how many it was made with; a room stands in the same one as long as it lives
 */
public record LogEpoch(String topicId, int epoch, int partitions) {

  /** The seq of a record of this life. */
  public long seq(long offset) {
    return Seq.of(epoch, offset);
  }
}
