package chat.gateway.log;

import chat.contract.ConsumerGroups;
import chat.contract.Topic;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Asks the cluster, once for all who ask at a time. */
final class ClusterPositions implements LogPositions {

  private final Admin admin;
  private final RoomFeed feed;
  private final SharedCall<Map<TopicPartition, Long>> ends = new SharedCall<>(this::askEnds);
  private final SharedCall<Map<TopicPartition, OffsetAndMetadata>> watermarks =
      new SharedCall<>(this::askWatermarks);

  ClusterPositions(Admin admin, RoomFeed feed) {
    this.admin = admin;
    this.feed = feed;
  }

  @Override
  public CompletableFuture<Long> caughtUp(PartitionLog log) {
    return ends.get().thenCompose(positions -> log.reaches(positions.getOrDefault(of(log), 0L)));
  }

  @Override
  public CompletableFuture<Void> allCaughtUp() {
    return ends.get()
        .thenCompose(
            positions ->
                CompletableFuture.allOf(
                    feed.partitionLogs().stream()
                        .map(log -> log.reaches(positions.getOrDefault(of(log), 0L)))
                        .toArray(CompletableFuture[]::new)));
  }

  @Override
  public CompletableFuture<Long> watermark(PartitionLog log) {
    return watermarks.get().thenApply(committed -> written(log, committed.get(of(log))));
  }

  /** The writer says of which life of the topic an offset is; one set by hand says nothing. */
  private static long written(PartitionLog log, @Nullable OffsetAndMetadata committed) {
    boolean present =
        committed != null
            && List.of("", log.epoch().topicId())
                .contains(Objects.requireNonNullElse(committed.metadata(), ""));
    return committed != null && present ? committed.offset() : 0;
  }

  private static TopicPartition of(PartitionLog log) {
    return new TopicPartition(Topic.MESSAGES, log.partition());
  }

  private CompletableFuture<Map<TopicPartition, Long>> askEnds() {
    Map<TopicPartition, OffsetSpec> latest =
        IntStream.range(0, feed.partitions())
            .mapToObj(number -> new TopicPartition(Topic.MESSAGES, number))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    return answer(() -> admin.listOffsets(latest).all().toCompletionStage().toCompletableFuture())
        .thenApply(offsets -> map(offsets, ListOffsetsResultInfo::offset));
  }

  private CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> askWatermarks() {
    return answer(
            () ->
                admin
                    .listConsumerGroupOffsets(ConsumerGroups.WRITER)
                    .partitionsToOffsetAndMetadata()
                    .toCompletionStage()
                    .toCompletableFuture())
        .thenApply(offsets -> map(offsets, Function.identity()));
  }

  private static <T> CompletableFuture<T> answer(Supplier<CompletableFuture<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T, V> Map<TopicPartition, V> map(
      Map<TopicPartition, T> offsets, Function<T, V> offset) {
    return offsets.entrySet().stream()
        .filter(entry -> entry.getValue() != null)
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> offset.apply(entry.getValue())));
  }
}
