package chat.writer.erasure;

import chat.contract.log.ConsumerGroups;
import chat.contract.log.RoomPartition;
import chat.contract.log.Topic;
import chat.epochs.LogEpoch;
import chat.epochs.LogEpochs;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The end of the room log at some time.
 *
 * @param ends the next offset of each partition
 */
record RoomLogEnd(LogEpoch life, Map<TopicPartition, Long> ends) {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** Reads it from the log. Blocks. */
  static RoomLogEnd now(Admin admin, LogEpochs epochs)
      throws ExecutionException, InterruptedException, TimeoutException {
    LogEpoch life = epochs.current(Topic.MESSAGES);
    return new RoomLogEnd(
        life,
        offsets(admin, life, OffsetSpec.latest()).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset())));
  }

  /** The lowest seq that the next event of a room could have. */
  long after(String room) {
    TopicPartition partition =
        new TopicPartition(Topic.MESSAGES, RoomPartition.of(room, life.partitions()));
    return life.seq(ends.getOrDefault(partition, 0L));
  }

  /** Whether the tables have all events before it. Blocks. */
  boolean isWritten(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, ListOffsetsResultInfo> starts = offsets(admin, life, OffsetSpec.earliest());
    Map<TopicPartition, @Nullable OffsetAndMetadata> commits =
        get(admin.listConsumerGroupOffsets(ConsumerGroups.WRITER).partitionsToOffsetAndMetadata());
    return ends.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata commit = commits.get(end.getKey());
              ListOffsetsResultInfo start = starts.get(end.getKey());
              long written = commit == null ? 0 : commit.offset();
              return written >= end.getValue()
                  || (start != null && start.offset() >= end.getValue());
            });
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Admin admin, LogEpoch life, OffsetSpec spec)
      throws ExecutionException, InterruptedException, TimeoutException {
    return get(
        admin
            .listOffsets(
                IntStream.range(0, life.partitions())
                    .mapToObj(number -> new TopicPartition(Topic.MESSAGES, number))
                    .collect(Collectors.toMap(partition -> partition, partition -> spec)))
            .all());
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
