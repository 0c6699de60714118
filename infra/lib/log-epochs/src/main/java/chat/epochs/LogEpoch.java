package chat.epochs;

import chat.contract.log.Seq;

/**
 * One life of a topic.
 *
 * @param topicId the id that Kafka gave it; ends with its deletion
 * @param epoch 1 to {@value Seq#MAX_EPOCH}, greater than all before it
 * @param partitions the number of partitions at its creation; a room stays in its partition for the
 *     whole life
 */
public record LogEpoch(String topicId, int epoch, int partitions) {

  /** The seq of a record of this life. */
  public long seq(long offset) {
    return Seq.of(epoch, offset);
  }
}
