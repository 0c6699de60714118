package chat.upload.upkeep;

import chat.contract.log.Topic;
import chat.epochs.ReadingStart;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells how far the uses of files are known, by the progress in the log of messages. */
@Component
class UseProgress {

  private static final Logger LOG = LoggerFactory.getLogger(UseProgress.class);
  private static final long PATIENCE_SECONDS = 10;

  private final Admin admin;
  private final UpkeepSettings settings;

  UseProgress(Admin admin, UpkeepSettings settings) {
    this.admin = admin;
    this.settings = settings;
  }

  /** Whether all records from before a time are processed; false if that can't be determined. */
  boolean hasPassed(Instant time) {
    try {
      TopicDescription topic = topic();
      String topicId = topic.topicId().toString();
      Map<TopicPartition, Long> needed = firstSince(time, topic.partitions().size());
      Map<TopicPartition, OffsetAndMetadata> read =
          get(admin.listConsumerGroupOffsets(settings.group()).partitionsToOffsetAndMetadata());
      return needed.entrySet().stream()
          .allMatch(
              partition -> {
                OffsetAndMetadata committed = read.get(partition.getKey());
                return committed != null
                    && ReadingStart.isOf(committed, topicId)
                    && committed.offset() >= partition.getValue();
              });
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("reading the progress of uses failed", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private TopicDescription topic()
      throws ExecutionException, TimeoutException, InterruptedException {
    return get(admin.describeTopics(List.of(Topic.MESSAGES)).topicNameValues().get(Topic.MESSAGES));
  }

  /** For each partition with records, the first offset since a time, or its end. */
  private Map<TopicPartition, Long> firstSince(Instant time, int count)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = all(count, OffsetSpec.latest());
    Map<TopicPartition, ListOffsetsResultInfo> last = get(admin.listOffsets(ends).all());
    Map<TopicPartition, ListOffsetsResultInfo> since =
        get(admin.listOffsets(all(count, OffsetSpec.forTimestamp(time.toEpochMilli()))).all());
    Map<TopicPartition, ListOffsetsResultInfo> kept =
        get(admin.listOffsets(all(count, OffsetSpec.earliest())).all());
    return last.entrySet().stream()
        .filter(end -> end.getValue().offset() > offset(kept.get(end.getKey())))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                end -> {
                  ListOffsetsResultInfo first = since.get(end.getKey());
                  return first == null || first.offset() < 0
                      ? end.getValue().offset()
                      : first.offset();
                }));
  }

  private static Map<TopicPartition, OffsetSpec> all(int count, OffsetSpec spec) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(number -> new TopicPartition(Topic.MESSAGES, number), n -> spec));
  }

  private static long offset(@Nullable ListOffsetsResultInfo result) {
    return result == null ? 0 : result.offset();
  }

  private static <T> T get(@Nullable KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return Objects.requireNonNull(future).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
