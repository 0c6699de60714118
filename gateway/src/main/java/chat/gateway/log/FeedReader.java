package chat.gateway.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads partitions for the feed. While few records come, the broker answers a fetch with the first
 * record. While many come, it collects the records of some milliseconds first: a request costs the
 * broker and this process far more than a record in it. A consumer can't change how it fetches, so
 * there are two, of which one reads. Only the feed's thread uses it.
 */
final class FeedReader implements AutoCloseable {

  /** Records per second from which they are collected. */
  private static final int MANY = 250;

  /** Time below that rate after which they are not collected any more. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> prompt;
  private final Consumer<byte[], byte[]> collecting;
  private final LongSupplier nanoTime;
  private final Throughput records;

  /** The next offset of each partition. */
  private final Map<TopicPartition, Long> positions = new HashMap<>();

  private Consumer<byte[], byte[]> reading;
  private long quietAt;

  /**
   * A reader without partitions.
   *
   * @param prompt a consumer whose fetches end with the first record
   * @param collecting a consumer whose fetches end after some milliseconds
   * @param nanoTime as {@link System#nanoTime}
   */
  FeedReader(
      Consumer<byte[], byte[]> prompt, Consumer<byte[], byte[]> collecting, LongSupplier nanoTime) {
    this.prompt = prompt;
    this.collecting = collecting;
    this.nanoTime = nanoTime;
    this.records = new Throughput(MANY, nanoTime.getAsLong());
    this.reading = prompt;
    this.quietAt = nanoTime.getAsLong();
  }

  /** Reads further partitions from these offsets on. Others keep their positions. */
  void add(Map<TopicPartition, Long> from) {
    positions.putAll(from);
    reading.assign(positions.keySet());
    from.forEach(reading::seek);
  }

  /** The next records; waits for one up to a time. */
  ConsumerRecords<byte[], byte[]> poll(Duration patience) {
    ConsumerRecords<byte[], byte[]> polled = reading.poll(patience);
    polled.nextOffsets().forEach((partition, next) -> positions.put(partition, next.offset()));
    Consumer<byte[], byte[]> due = due(polled.count());
    if (due != reading) {
      readBy(due);
    }
    return polled;
  }

  /** Number of records in the log, as of its last answer, that were not read yet. */
  long lag() {
    return positions.keySet().stream()
        .mapToLong(partition -> reading.currentLag(partition).orElse(0))
        .sum();
  }

  @Override
  public void close() {
    try (prompt;
        collecting) {
      positions.clear();
    }
  }

  private Consumer<byte[], byte[]> due(int polled) {
    long now = nanoTime.getAsLong();
    if (polled > 0 && records.count(polled, now)) {
      quietAt = now + QUIET.toNanos();
    }
    return quietAt - now > 0 ? collecting : prompt;
  }

  /** Hands the partitions over. What the other consumer has fetched ahead is fetched again. */
  private void readBy(Consumer<byte[], byte[]> next) {
    reading.assign(List.of());
    reading = next;
    next.assign(positions.keySet());
    positions.forEach(next::seek);
  }
}
