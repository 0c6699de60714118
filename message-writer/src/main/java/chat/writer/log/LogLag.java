package chat.writer.log;

import chat.contract.log.Topic;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * The number of records between the group's commits and the log's end. Read from the log itself,
 * because the consumer's own figures don't change while its partitions are paused.
 */
public final class LogLag {

  /** Between two looks at where the log ends. */
  private static final long SECONDS_BETWEEN = 5;

  private final Admin admin;
  private final String group;
  private final WriterState state;
  private final WriterSettings settings;
  private volatile double records = Double.NaN;

  /** The lag of a group in the partitions of a task. */
  public LogLag(Admin admin, String group, WriterState state, WriterSettings settings) {
    this.admin = admin;
    this.group = group;
    this.state = state;
    this.settings = settings;
  }

  /** The lag at the last refresh; NaN while the log can't be read. */
  public double records() {
    return records;
  }

  /** Reads the lag. Blocks. */
  @Scheduled(fixedDelay = SECONDS_BETWEEN, timeUnit = TimeUnit.SECONDS)
  void refresh() {
    try {
      records = measure(state.assigned());
    } catch (ExecutionException | TimeoutException e) {
      records = Double.NaN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private double measure(Set<TopicPartition> partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (partitions.isEmpty()) {
      return 0;
    }
    Map<TopicPartition, @Nullable OffsetAndMetadata> committed =
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(partitions, OffsetSpec.latest());
    Map<TopicPartition, ListOffsetsResultInfo> starts = offsets(partitions, OffsetSpec.earliest());
    long sum = 0;
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata commit = committed.get(partition);
      ListOffsetsResultInfo start = starts.get(partition);
      ListOffsetsResultInfo end = ends.get(partition);
      if (start != null && end != null) {
        sum += end.offset() - (commit == null ? start.offset() : commit.offset());
      }
    }
    return sum;
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Set<TopicPartition> partitions, OffsetSpec spec)
      throws ExecutionException, InterruptedException, TimeoutException {
    return get(
        admin
            .listOffsets(
                partitions.stream()
                    .filter(partition -> partition.topic().equals(Topic.MESSAGES))
                    .collect(Collectors.toMap(Function.identity(), partition -> spec)))
            .all());
  }

  private <T> T get(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(settings.commitTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }
}
