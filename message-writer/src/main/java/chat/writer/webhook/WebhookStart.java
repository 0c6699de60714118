package chat.writer.webhook;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where a webhook begins in partitions in which its group has no offset. */
final class WebhookStart {

  private WebhookStart() {}

  /**
   * Moves a consumer to the first event of a webhook, and commits that, so that the webhook's lag
   * is known from the start. Blocks.
   *
   * @return what is committed of the partitions
   */
  static Map<TopicPartition, OffsetAndMetadata> seek(
      Consumer<byte[], byte[]> consumer,
      Set<TopicPartition> assigned,
      Webhook hook,
      Duration timeout) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        new HashMap<>(consumer.committed(assigned, timeout));
    Set<TopicPartition> unknown = new HashSet<>(assigned);
    unknown.removeIf(partition -> committed.get(partition) != null);
    if (unknown.isEmpty()) {
      return committed;
    }
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    starts(consumer, unknown, hook.startTime(), timeout)
        .forEach(
            (partition, offset) -> {
              consumer.seek(partition, offset);
              commits.put(partition, new OffsetAndMetadata(offset));
            });
    consumer.commitSync(commits, timeout);
    committed.putAll(commits);
    return committed;
  }

  /** The ends are asked for first: an event that comes meanwhile is after them. */
  private static Map<TopicPartition, Long> starts(
      Consumer<byte[], byte[]> consumer,
      Set<TopicPartition> partitions,
      long time,
      Duration timeout) {
    if (time == 0) {
      return consumer.beginningOffsets(partitions, timeout);
    }
    Map<TopicPartition, Long> starts = new HashMap<>(consumer.endOffsets(partitions, timeout));
    Map<TopicPartition, Long> times =
        partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> time));
    consumer
        .offsetsForTimes(times, timeout)
        .forEach((partition, found) -> start(starts, partition, found));
    return starts;
  }

  private static void start(
      Map<TopicPartition, Long> starts,
      TopicPartition partition,
      @Nullable OffsetAndTimestamp found) {
    if (found != null) {
      starts.put(partition, found.offset());
    }
  }
}
