package chat.bench.log;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Appends records at a constant rate, on the calling thread. */
final class PacedProducer {

  private static final long PAUSE_MILLIS = 2;

  private final Producer<String, byte[]> producer;
  private final LongFunction<ProducerRecord<String, byte[]>> records;
  private long next;

  /**
   * Creates one that has appended nothing.
   *
   * @param records makes the record of a number
   */
  PacedProducer(
      Producer<String, byte[]> producer, LongFunction<ProducerRecord<String, byte[]>> records) {
    this.producer = producer;
    this.records = records;
  }

  /**
   * Appends for a time.
   *
   * @param rate records a second
   * @return the number of appended records
   */
  long run(int rate, Duration time) throws InterruptedException {
    long first = next;
    long start = System.nanoTime();
    long passed = 0;
    while (passed < time.toNanos()) {
      long due = first + rate * passed / TimeUnit.SECONDS.toNanos(1);
      while (next < due) {
        var unused = producer.send(records.apply(next++));
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      passed = System.nanoTime() - start;
    }
    producer.flush();
    return next - first;
  }
}
