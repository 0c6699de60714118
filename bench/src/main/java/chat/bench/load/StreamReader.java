package chat.bench.load;

import chat.contract.log.CloudEventHeaders;
import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A plain consumer of the resolved stream. The delay of an event is the time from the log's append
 * to its arrival here; both are by the clock of this machine.
 */
final class StreamReader implements AutoCloseable {

  private static final long MOST_MILLIS = 600_000;
  private static final int DIGITS = 3;

  private record Arrival(long appendedAt, long delay) {}

  private final InstantSource clock = InstantSource.system();
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::read, "stream-reader");
  private volatile boolean running = true;

  StreamReader(String brokers) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** Begins to read at the end of all partitions. */
  void start() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topic.EVENTS).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread.setDaemon(true);
    thread.start();
  }

  /** The delays in milliseconds of the events that were appended in the last seconds. */
  Histogram delays(int seconds) {
    long last = arrivals.stream().mapToLong(Arrival::appendedAt).max().orElse(0);
    Histogram delays = new Histogram(MOST_MILLIS, DIGITS);
    arrivals.stream()
        .filter(arrival -> arrival.appendedAt() > last - seconds * 1000L)
        .forEach(arrival -> delays.recordValue(Math.min(MOST_MILLIS, arrival.delay())));
    return delays;
  }

  private void read() {
    while (running) {
      for (ConsumerRecord<byte[], byte[]> event : consumer.poll(Duration.ofMillis(100))) {
        byte[] time = event.headers().lastHeader(CloudEventHeaders.TIME).value();
        long appendedAt = Instant.parse(RecordHeaders.text(time)).toEpochMilli();
        arrivals.add(new Arrival(appendedAt, Math.max(0, clock.millis() - appendedAt)));
      }
    }
    consumer.close();
  }

  @Override
  public void close() {
    running = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
