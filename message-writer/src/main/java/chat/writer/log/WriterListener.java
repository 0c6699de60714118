package chat.writer.log;

import chat.contract.log.RecordHeaders;
import chat.tracing.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/**
 * Handles each poll: passes its records to the partitions' writers, waits for the tables, and
 * commits each partition up to its first unstored record. A slow partition continues beside the
 * next polls and is paused meanwhile ({@link RetryLater}).
 *
 * <p>Commits itself instead of the container, which would commit the records that only fill a
 * window, and so move the group back.
 */
final class WriterListener
    implements BatchConsumerAwareMessageListener<byte[], byte[]>,
        ConsumerAwareRebalanceListener,
        ApplicationListener<ListenerContainerIdleEvent> {

  /** The maximum time that the other partitions of a poll wait for one. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final AssignedPartitions partitions;
  private final WriterSettings settings;
  private final WriterState state;
  private final WriterMetrics metrics;
  private final Tracing tracing;

  WriterListener(
      AssignedPartitions partitions,
      WriterSettings settings,
      WriterState state,
      WriterMetrics metrics,
      Tracing tracing) {
    this.partitions = partitions;
    this.settings = settings;
    this.state = state;
    this.metrics = metrics;
    this.tracing = tracing;
  }

  @Override
  public void onMessage(
      List<ConsumerRecord<byte[], byte[]>> polled, @Nullable Consumer<?, ?> container) {
    Consumer<?, ?> consumer = Objects.requireNonNull(container);
    despiteWakeUp(() -> partitions.leaveEarlierLives(consumer));
    Poll poll = new Poll();
    byPartition(polled).forEach((partition, records) -> accept(partition, records, poll, consumer));
    metrics.timeStore(polled.size(), () -> poll.store(PATIENCE));
    metrics.stored(poll.stored());
    if (tracing.isOn()) {
      polled.forEach(record -> trace(record, poll));
    }
    commit(poll, consumer);
    finish(poll, consumer);
  }

  /** No records come, on the consumer's thread: perhaps as those of the present life are missed. */
  @Override
  public void onApplicationEvent(ListenerContainerIdleEvent idle) {
    partitions.leaveEarlierLivesWhileIdle(idle.getConsumer());
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
    partitions.forget(assigned);
    state.add(assigned);
  }

  @Override
  public void onPartitionsRevokedAfterCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
    partitions.forget(revoked);
    state.remove(revoked);
  }

  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> lost) {
    partitions.forget(lost);
    state.remove(lost);
  }

  private static Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition(
      List<ConsumerRecord<byte[], byte[]>> polled) {
    return polled.stream()
        .collect(
            Collectors.groupingBy(
                WriterListener::partitionOf, LinkedHashMap::new, Collectors.toList()));
  }

  /**
   * A consumer continues at its position even if the topic was deleted and created again. So a
   * partition of an earlier life is opened again, and so is one whose offset went backwards.
   * Opening moves the consumer: the polled records come again, after those that fill the window.
   */
  private void accept(
      TopicPartition partition,
      List<ConsumerRecord<byte[], byte[]>> records,
      Poll poll,
      Consumer<?, ?> consumer) {
    AssignedPartition assigned = partitions.find(partition);
    if (assigned != null && assigned.accept(records)) {
      poll.add(partition, assigned);
      state.waiting(partition, assigned.writer().waitingSince());
    } else {
      partitions.forget(Set.of(partition));
      despiteWakeUp(() -> partitions.open(partition, consumer));
    }
  }

  /**
   * Resuming a partition wakes the consumer. If its poll has just ended, the next call to Kafka
   * meets the wake-up, which has nothing to do with it. Until the next poll there is only one.
   */
  private static void despiteWakeUp(Runnable call) {
    try {
      call.run();
    } catch (WakeupException e) {
      call.run();
    }
  }

  private void trace(ConsumerRecord<byte[], byte[]> record, Poll poll) {
    Header header = record.headers().lastHeader(RecordHeaders.TRACEPARENT);
    if (header != null && poll.hasStored(partitionOf(record))) {
      Instant written = Instant.ofEpochMilli(record.timestamp());
      tracing.received("store " + record.topic(), header.value(), written);
    }
  }

  private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  private void commit(Poll poll, Consumer<?, ?> consumer) {
    Map<TopicPartition, OffsetAndMetadata> commits = poll.commits();
    if (!commits.isEmpty()) {
      despiteWakeUp(() -> consumer.commitSync(commits, settings.commitTimeout()));
      poll.committed(commits);
    }
  }

  private void finish(Poll poll, Consumer<?, ?> consumer) {
    for (TopicPartition partition : poll.partitions()) {
      partitions.remove(poll.assigned(partition));
      if (poll.hasStored(partition)) {
        state.recovered(Set.of(partition));
        if (consumer.currentLag(partition).orElse(0) == 0) {
          state.caughtUp(partition);
        }
      }
    }
    if (!poll.failures().isEmpty() || !poll.underWay().isEmpty()) {
      throw new Unfinished(poll.failures(), poll.underWay());
    }
  }
}
