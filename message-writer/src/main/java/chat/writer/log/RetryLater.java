package chat.writer.log;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * What happens when a poll fails: its partitions go back to where they were and rest for a while,
 * longer each time up to a bound, without end. The consumer goes on polling, so it stays in its
 * group and serves the other partitions. Nothing is ever skipped here.
 */
final class RetryLater implements CommonErrorHandler {

  private static final Logger LOG = LoggerFactory.getLogger(RetryLater.class);

  private final AssignedPartitions partitions;
  private final WriterSettings settings;
  private final WriterState state;

  RetryLater(AssignedPartitions partitions, WriterSettings settings, WriterState state) {
    this.partitions = partitions;
    this.settings = settings;
    this.state = state;
  }

  @Override
  public boolean isAckAfterHandle() {
    return false;
  }

  @Override
  public void handleBatch(
      Exception thrown,
      ConsumerRecords<?, ?> polled,
      Consumer<?, ?> consumer,
      MessageListenerContainer container,
      Runnable again) {
    Throwable failure = thrown.getCause() == null ? thrown : thrown.getCause();
    Set<TopicPartition> stuck =
        failure instanceof StoreTrouble trouble ? trouble.partitions() : polled.partitions();
    Throwable cause =
        failure instanceof StoreTrouble && failure.getCause() != null
            ? failure.getCause()
            : failure;
    stuck.stream()
        .filter(consumer.assignment()::contains)
        .forEach(
            partition -> {
              consumer.seek(partition, resumeAt(partition, polled));
              rest(partition, state.failed(partition, cause), container);
            });
  }

  /** Trouble between polls, as when Kafka is away: the client itself waits before the next. */
  @Override
  public void handleOtherException(
      Exception thrown,
      Consumer<?, ?> consumer,
      MessageListenerContainer container,
      boolean batchListener) {
    LOG.warn("the log can't be polled: {}", thrown.toString());
  }

  private OffsetAndMetadata resumeAt(TopicPartition partition, ConsumerRecords<?, ?> polled) {
    AssignedPartition assigned = partitions.find(partition);
    ConsumerRecord<?, ?> first = polled.records(partition).get(0);
    return new OffsetAndMetadata(assigned == null ? first.offset() : assigned.resumeAt());
  }

  private void rest(TopicPartition partition, int failures, MessageListenerContainer container) {
    container.pausePartition(partition);
    Duration doubled = settings.firstRetry().multipliedBy(1L << Math.min(failures - 1, 20));
    Duration rest = doubled.compareTo(settings.lastRetry()) < 0 ? doubled : settings.lastRetry();
    CompletableFuture.delayedExecutor(rest.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> container.resumePartition(partition));
  }
}
