package chat.gateway.webhook;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How far groups of consumers are behind: the records after their offsets. */
@Component
public final class WebhookLags {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Admin admin;

  WebhookLags(Admin logAdmin) {
    this.admin = logAdmin;
  }

  /**
   * The lags of groups; without those that are not known, as no sender has begun with them, or the
   * cluster does not answer. Blocks.
   */
  public Map<String, Long> of(Collection<String> groups) {
    try {
      return ask(groups);
    } catch (ExecutionException | TimeoutException e) {
      return Map.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    }
  }

  private Map<String, Long> ask(Collection<String> groups)
      throws ExecutionException, InterruptedException, TimeoutException {
    if (groups.isEmpty()) {
      return Map.of();
    }
    Map<String, Map<TopicPartition, @Nullable OffsetAndMetadata>> committed =
        get(
            admin
                .listConsumerGroupOffsets(
                    groups.stream()
                        .collect(
                            Collectors.toMap(
                                Function.identity(), group -> new ListConsumerGroupOffsetsSpec())))
                .all());
    Set<TopicPartition> partitions = new HashSet<>();
    committed.values().forEach(offsets -> partitions.addAll(offsets.keySet()));
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        get(
            admin
                .listOffsets(
                    partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), one -> OffsetSpec.latest())),
                    new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
    Map<String, Long> lags = new HashMap<>();
    committed.forEach(
        (group, offsets) -> {
          if (!offsets.isEmpty()) {
            lags.put(group, lag(offsets, ends));
          }
        });
    return lags;
  }

  private static long lag(
      Map<TopicPartition, @Nullable OffsetAndMetadata> offsets,
      Map<TopicPartition, ListOffsetsResultInfo> ends) {
    long lag = 0;
    for (TopicPartition partition : List.copyOf(offsets.keySet())) {
      OffsetAndMetadata offset = offsets.get(partition);
      ListOffsetsResultInfo end = ends.get(partition);
      if (offset != null && end != null) {
        lag += Math.max(0, end.offset() - offset.offset());
      }
    }
    return lag;
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
