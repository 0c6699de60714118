package chat.reader;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Finds a place in a partition by halving: it reads one record at each step. */
final class PartitionSearch implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration STEP_TIMEOUT = Duration.ofSeconds(30);

  /** The caller's settings may be for large fetches, and near the end each step would wait. */
  private static final int MAX_WAIT_MILLIS = 100;

  private static final int FETCH_BYTES = 4_096;

  private final Consumer<byte[], byte[]> consumer;

  /** Reads with a consumer of its own, which belongs to no group. */
  PartitionSearch(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, MAX_WAIT_MILLIS);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * The offset at which the first record is, or may come, that a condition holds of.
   *
   * @param from the first offset to look at, which the partition still has
   * @param end the offset after the last one to look at
   * @param holds false for some first records, and true for all after them
   */
  long first(
      TopicPartition partition,
      long from,
      long end,
      Predicate<ConsumerRecord<byte[], byte[]>> holds) {
    consumer.assign(List.of(partition));
    long low = from;
    long high = end;
    while (low < high) {
      long middle = low + (high - low) / 2;
      Optional<ConsumerRecord<byte[], byte[]>> record = recordFrom(partition, middle, high);
      if (record.isPresent() && !holds.test(record.get())) {
        low = record.get().offset() + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The first record from an offset on; empty if there is none before another offset. */
  private Optional<ConsumerRecord<byte[], byte[]>> recordFrom(
      TopicPartition partition, long offset, long end) {
    consumer.seek(partition, offset);
    long deadline = System.nanoTime() + STEP_TIMEOUT.toNanos();
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        return record.offset() < end ? Optional.of(record) : Optional.empty();
      }
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException(
            "%s@%d was not read in %s".formatted(partition, offset, STEP_TIMEOUT));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
