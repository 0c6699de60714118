package chat.writer.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Writes events and the group's offsets in one transaction: both or none. A process that lost its
 * partitions carries an old generation of the group, so the broker refuses its offsets, and with
 * them the transaction. Used by the stream's thread only.
 */
final class EventTransactions implements AutoCloseable {

  private final Supplier<Producer<byte[], byte[]>> producers;
  private @Nullable Producer<byte[], byte[]> producer;

  /**
   * No transaction.
   *
   * @param producers makes a producer, always with the same transactional id
   */
  EventTransactions(Supplier<Producer<byte[], byte[]>> producers) {
    this.producers = producers;
  }

  /**
   * Prepares for transactions. Ends the one whose outcome is not known, if there is one: when this
   * returns, it was committed or aborted. Blocks.
   */
  void begin() {
    if (producer == null) {
      Producer<byte[], byte[]> made = producers.get();
      try {
        made.initTransactions();
      } catch (RuntimeException e) {
        made.close(Duration.ZERO);
        throw e;
      }
      producer = made;
    }
  }

  /** The number of partitions of a topic. Blocks. */
  int partitions(String topic) {
    return open().partitionsFor(topic).size();
  }

  /** Writes events and offsets. Blocks; after an exception it is unknown whether they count. */
  void write(
      List<ProducerRecord<byte[], byte[]>> events,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    Producer<byte[], byte[]> writer = open();
    writer.beginTransaction();
    for (ProducerRecord<byte[], byte[]> event : events) {
      // The commit fails if a send did.
      var unused = writer.send(event);
    }
    writer.sendOffsetsToTransaction(offsets, group);
    writer.commitTransaction();
  }

  /** Gives up a transaction under way; {@link #begin} ends it. */
  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  private Producer<byte[], byte[]> open() {
    if (producer == null) {
      throw new IllegalStateException("no transactions were begun");
    }
    return producer;
  }
}
