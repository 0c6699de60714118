package chat.writer.log;

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
 * Retries failed polls without end: their partitions go back to their old offsets and are paused,
 * with exponential back-off up to a limit. The consumer keeps polling, so it stays in its group and
 * serves the other partitions. No record is ever skipped here.
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
    if (failure instanceof Unfinished unfinished) {
      unfinished
          .failures()
          .forEach((partition, cause) -> again(partition, cause, polled, consumer, container));
      unfinished
          .underWay()
          .forEach((partition, store) -> await(partition, store, polled, consumer, container));
    } else {
      polled
          .partitions()
          .forEach(partition -> again(partition, failure, polled, consumer, container));
    }
  }

  private void again(
      TopicPartition partition,
      Throwable cause,
      ConsumerRecords<?, ?> polled,
      Consumer<?, ?> consumer,
      MessageListenerContainer container) {
    if (consumer.assignment().contains(partition)) {
      consumer.seek(partition, resumeAt(partition, polled));
      container.pausePartition(partition);
      rest(partition, state.failed(partition, cause), container);
    }
  }

  /**
   * A partition that is still being stored is read again when the store has ended; a store that
   * takes too long is given up. Its records are then polled again and found to be stored.
   */
  private void await(
      TopicPartition partition,
      CompletableFuture<?> store,
      ConsumerRecords<?, ?> polled,
      Consumer<?, ?> consumer,
      MessageListenerContainer container) {
    AssignedPartition assigned = partitions.find(partition);
    if (assigned == null || !consumer.assignment().contains(partition)) {
      return;
    }
    consumer.seek(partition, resumeAt(partition, polled));
    container.pausePartition(partition);
    var unused =
        store.whenComplete(
            (stored, error) -> {
              if (error == null || !assigned.isOpen()) {
                container.resumePartition(partition);
              } else {
                rest(partition, state.failed(partition, error), container);
              }
            });
    CompletableFuture.delayedExecutor(settings.storeTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (!store.isDone()) {
                assigned.writer().giveUp();
              }
            });
  }

  /**
   * Handles failures between polls, as when Kafka is away: the client itself waits before the next
   * poll.
   */
  @Override
  public void handleOtherException(
      Exception thrown,
      Consumer<?, ?> consumer,
      MessageListenerContainer container,
      boolean batchListener) {
    LOG.warn("polling the log failed: {}", thrown.toString());
  }

  private OffsetAndMetadata resumeAt(TopicPartition partition, ConsumerRecords<?, ?> polled) {
    AssignedPartition assigned = partitions.find(partition);
    ConsumerRecord<?, ?> first = polled.records(partition).get(0);
    return new OffsetAndMetadata(assigned == null ? first.offset() : assigned.goBack());
  }

  private void rest(TopicPartition partition, int failures, MessageListenerContainer container) {
    CompletableFuture.delayedExecutor(settings.rest(failures).toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> container.resumePartition(partition));
  }
}
