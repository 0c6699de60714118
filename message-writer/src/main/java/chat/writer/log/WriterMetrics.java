package chat.writer.log;

import chat.writer.room.PartitionWriter.Stored;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** The metrics of the writer. */
final class WriterMetrics {

  private final Counter events;
  private final Counter deadLetters;
  private final DistributionSummary batch;
  private final Timer store;

  WriterMetrics(MeterRegistry meters, WriterState state, LogLag lag, InstantSource clock) {
    events = counter(meters, "chat.writer.events", "Events written");
    deadLetters = counter(meters, "chat.writer.dead.letters", "Records that could not be read");
    batch =
        DistributionSummary.builder("chat.writer.batch")
            .description("Records per poll")
            .baseUnit("records")
            .register(meters);
    store =
        Timer.builder("chat.writer.store")
            .description("Time that the tables took for a poll")
            .publishPercentileHistogram()
            .register(meters);
    Gauge.builder("chat.writer.lag.records", lag, LogLag::records)
        .description("Records of this process's partitions that are not committed")
        .strongReference(true)
        .register(meters);
    TimeGauge.builder(
            "chat.writer.lag.time",
            () -> clock.millis() - state.oldest(clock.millis()),
            TimeUnit.MILLISECONDS)
        .description("Age of the oldest polled record that is not stored")
        .strongReference(true)
        .register(meters);
  }

  void timeStore(int records, Runnable work) {
    batch.record(records);
    store.record(work);
  }

  void stored(Stored stored) {
    events.increment(stored.events());
    deadLetters.increment(stored.unreadable());
  }

  private static Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder(name).description(description).register(meters);
  }
}
