package chat.gateway.log;

import chat.contract.log.ConsumerGroups;
import chat.contract.log.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Queries the cluster. Concurrent callers share one query, and get the answer for each partition
 * separately, so a partition without a leader delays no caller of another. Continuations run on the
 * feed's executor, not on the client's threads.
 */
final class ClusterPositions implements LogPositions {

  /** Maximum time that a query delays the next one. */
  private static final Duration ROUND = Duration.ofMillis(200);

  private final Admin admin;
  private final PartitionOffsets offsets;
  private final RoomFeed feed;
  private final Executor waiters;
  private final SharedCall<Integer, Map<Integer, CompletableFuture<Long>>> ends;
  private final SharedCall<Integer, Map<TopicPartition, OffsetAndMetadata>> watermarks;

  ClusterPositions(Admin admin, RoomFeed feed) {
    this.admin = admin;
    this.offsets = new PartitionOffsets(admin);
    this.feed = feed;
    this.waiters = feed.waiters();
    this.ends = new SharedCall<>(this::askEnds, waiters);
    this.watermarks = new SharedCall<>(all -> askWatermarks(), waiters);
  }

  @Override
  public CompletableFuture<Long> caughtUp(PartitionLog log) {
    return ends.get(Set.of(log.partition())).thenCompose(answers -> reached(log, answers));
  }

  @Override
  public CompletableFuture<Void> allCaughtUp() {
    return allEnds()
        .thenCompose(
            answers ->
                CompletableFuture.allOf(
                    known()
                        .mapToObj(number -> reached(number, answers))
                        .toArray(CompletableFuture[]::new)));
  }

  @Override
  public CompletableFuture<Set<Integer>> behind(Duration timeout) {
    return allEnds().thenCompose(answers -> behind(answers, timeout));
  }

  private CompletableFuture<Set<Integer>> behind(
      Map<Integer, CompletableFuture<Long>> answers, Duration timeout) {
    Set<Integer> behind = ConcurrentHashMap.newKeySet();
    CompletableFuture<?>[] partitions =
        known()
            .mapToObj(
                number ->
                    reached(number, answers)
                        .copy()
                        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionally(
                            missing -> {
                              behind.add(number);
                              return 0L;
                            }))
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(partitions).thenApplyAsync(done -> Set.copyOf(behind), waiters);
  }

  @Override
  public CompletableFuture<Long> watermark(PartitionLog log) {
    return watermarks
        .get(Set.of())
        .thenApply(committed -> written(log, committed.get(of(log))))
        .whenComplete(
            (written, error) -> {
              if (error == null) {
                log.advanceWatermark(written);
              }
            })
        .exceptionallyCompose(
            error ->
                log.watermark() > 0
                    ? CompletableFuture.completedFuture(log.watermark())
                    : CompletableFuture.failedFuture(error));
  }

  /** The writer stores the topic's id with the offset; an offset set by hand has none. */
  private static long written(PartitionLog log, @Nullable OffsetAndMetadata committed) {
    boolean current =
        committed != null
            && List.of("", log.epoch().topicId())
                .contains(Objects.requireNonNullElse(committed.metadata(), ""));
    return committed != null && current ? committed.offset() : 0;
  }

  private static TopicPartition of(PartitionLog log) {
    return new TopicPartition(Topic.MESSAGES, log.partition());
  }

  /** The ends of all partitions; unavailable before the log is found. */
  private CompletableFuture<Map<Integer, CompletableFuture<Long>>> allEnds() {
    return answer(() -> ends.get(known().boxed().toList()));
  }

  /** All partitions; unavailable before the log is found. */
  private IntStream known() {
    if (feed.partitions() == 0) {
      throw RoomLog.unavailable();
    }
    return IntStream.range(0, feed.partitions());
  }

  private CompletableFuture<Long> reached(
      int number, Map<Integer, CompletableFuture<Long>> answers) {
    PartitionLog log = feed.partitionLog(number);
    return log == null
        ? CompletableFuture.failedFuture(RoomLog.unavailable())
        : reached(log, answers);
  }

  /** Fails for a partition that was not queried, as it has no leader. */
  private static CompletableFuture<Long> reached(
      PartitionLog log, Map<Integer, CompletableFuture<Long>> answers) {
    CompletableFuture<Long> end = answers.get(log.partition());
    return end == null
        ? CompletableFuture.failedFuture(RoomLog.unavailable())
        : end.thenCompose(log::reaches);
  }

  private CompletableFuture<Map<Integer, CompletableFuture<Long>>> askEnds(Set<Integer> asked) {
    List<Integer> led = asked.stream().filter(number -> !feed.isLeaderless(number)).toList();
    Map<Integer, CompletableFuture<Long>> answers = offsets.ends(led);
    answers.replaceAll((number, end) -> end.whenCompleteAsync((value, error) -> {}, waiters));
    return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
        .handle((all, error) -> answers)
        .completeOnTimeout(answers, ROUND.toMillis(), TimeUnit.MILLISECONDS);
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
