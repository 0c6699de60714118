package chat.writer.events;

import chat.writer.log.LogLag;
import chat.writer.log.WriterState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The metrics of the resolved stream. */
final class EventStreamMetrics {

  private final InstantSource clock;
  private final Counter published;
  private final Counter failures;
  private final Timer transaction;
  private final Timer delay;

  EventStreamMetrics(MeterRegistry meters, WriterState state, LogLag lag, InstantSource clock) {
    this.clock = clock;
    this.published = counter(meters, "chat.events.published", "Events published");
    this.failures =
        counter(meters, "chat.events.failures", "Polls whose events were not published at once");
    this.transaction =
        Timer.builder("chat.events.transaction")
            .description("Time of a transaction")
            .publishPercentileHistogram()
            .register(meters);
    this.delay =
        Timer.builder("chat.events.delay")
            .description("Time from the log's append of an event until it is published")
            .publishPercentileHistogram()
            .register(meters);
    Gauge.builder("chat.events.lag.records", lag, LogLag::records)
        .description("Records of this process's partitions that are not published")
        .strongReference(true)
        .register(meters);
    TimeGauge.builder(
            "chat.events.lag.time",
            () -> clock.millis() - state.oldest(clock.millis()),
            TimeUnit.MILLISECONDS)
        .description("Age of the oldest polled record that is not published")
        .strongReference(true)
        .register(meters);
  }

  void timeTransaction(Runnable write) {
    transaction.record(write);
  }

  /** Counts events; their timestamps are the log's. */
  void published(List<ProducerRecord<byte[], byte[]>> events) {
    long now = clock.millis();
    published.increment(events.size());
    events.forEach(
        event -> delay.record(Math.max(0, now - event.timestamp()), TimeUnit.MILLISECONDS));
  }

  void failed() {
    failures.increment();
  }

  private static Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder(name).description(description).register(meters);
  }
}
