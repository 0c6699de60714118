package chat.gateway.log;

import chat.contract.log.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Queries the first and end offsets of partitions of the room log. Each has an answer of its own,
 * so a partition without a leader, or at a broker that doesn't answer, delays no other.
 */
public final class PartitionOffsets {

  /** Time after which a query without an answer has failed. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /**
   * The offsets of a partition.
   *
   * @param begin of the first record
   * @param end of the next record
   */
  record Range(long begin, long end) {}

  private final Admin admin;

  public PartitionOffsets(Admin admin) {
    this.admin = admin;
  }

  /** The end offsets of partitions, by number. */
  Map<Integer, CompletableFuture<Long>> ends(Collection<Integer> partitions) {
    return ask(partitions, OffsetSpec.latest());
  }

  /** The ranges of partitions, by number. */
  Map<Integer, CompletableFuture<Range>> ranges(Collection<Integer> partitions) {
    Map<Integer, CompletableFuture<Long>> begins = ask(partitions, OffsetSpec.earliest());
    Map<Integer, CompletableFuture<Range>> ranges = new HashMap<>();
    ends(partitions)
        .forEach(
            (number, end) ->
                ranges.put(
                    number,
                    Objects.requireNonNull(begins.get(number)).thenCombine(end, Range::new)));
    return ranges;
  }

  private Map<Integer, CompletableFuture<Long>> ask(
      Collection<Integer> partitions, OffsetSpec which) {
    Map<Integer, TopicPartition> named =
        partitions.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(), number -> new TopicPartition(Topic.MESSAGES, number)));
    Map<Integer, CompletableFuture<Long>> answers = new HashMap<>();
    try {
      ListOffsetsResult result =
          admin.listOffsets(
              named.values().stream()
                  .collect(Collectors.toMap(Function.identity(), partition -> which)),
              new ListOffsetsOptions().timeoutMs((int) TIMEOUT.toMillis()));
      named.forEach((number, partition) -> answers.put(number, answer(result, partition)));
    } catch (RuntimeException closed) {
      named.keySet().forEach(number -> answers.put(number, CompletableFuture.failedFuture(closed)));
    }
    return answers;
  }

  private static CompletableFuture<Long> answer(
      ListOffsetsResult result, TopicPartition partition) {
    return result
        .partitionResult(partition)
        .toCompletionStage()
        .toCompletableFuture()
        .thenApply(ListOffsetsResultInfo::offset);
  }
}
