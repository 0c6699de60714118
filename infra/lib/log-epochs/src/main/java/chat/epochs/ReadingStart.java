package chat.epochs;

import chat.contract.log.Topic;
import chat.contract.log.Window;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The offsets at which a consumer group starts to read a partition of the room log.
 *
 * @param life of the topic at that time
 * @param warmFrom the first offset whose records fill a {@link Window}
 * @param from the first offset whose records are processed: the group's commit, if it is of this
 *     life
 */
public record ReadingStart(LogEpoch life, long warmFrom, long from) {

  /**
   * Moves a consumer to the offset at which its window starts. Blocks; call it on the consumer's
   * thread.
   *
   * @param epochs read again for each partition, because the topic may have been deleted and
   *     created again since the last one
   */
  public static ReadingStart seek(
      LogEpochs epochs, Consumer<?, ?> consumer, TopicPartition partition)
      throws InterruptedException {
    LogEpoch life = epochs.current(Topic.MESSAGES);
    Set<TopicPartition> one = Set.of(partition);
    long start = offset(consumer.beginningOffsets(one), partition);
    long end = offset(consumer.endOffsets(one), partition);
    long from = from(consumer.committed(one).get(partition), life, start, end);
    long warmFrom = Window.warmUpFrom(from, start);
    consumer.seek(partition, warmFrom);
    return new ReadingStart(life, warmFrom, from);
  }

  /** The commit for an offset before which everything was processed, in this life of the topic. */
  public OffsetAndMetadata commit(long offset) {
    return new OffsetAndMetadata(offset, life.topicId());
  }

  private static long from(
      @Nullable OffsetAndMetadata committed, LogEpoch life, long start, long end) {
    return committed == null || !isOf(committed, life.topicId())
        ? start
        : Math.max(start, Math.min(end, committed.offset()));
  }

  /**
   * Whether an offset was committed in a life of the topic. An offset that an operator set by hand
   * has no topic id and counts.
   */
  public static boolean isOf(OffsetAndMetadata committed, String topicId) {
    return List.of("", topicId).contains(Objects.toString(committed.metadata(), ""));
  }

  private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    return Objects.requireNonNull(offsets.get(partition));
  }
}
