package chat.presence.tracking;

import chat.edge.guard.Outage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a tracker, for health and metrics. Written by the tracker's thread, read by any
 * thread.
 */
final class TrackerState {

  private static final Logger LOG = LoggerFactory.getLogger(TrackerState.class);

  private final Counter events;
  private final Counter unreadable;
  private final Counter published;
  private final Counter unpublished;
  private volatile int partitions;
  private volatile long workedAtNanos;
  private final Outage outage =
      new Outage(
          LOG,
          "presence is not tracked, trying again until it is: {}",
          "presence is tracked again");

  private final Outage partOutage =
      new Outage(
          LOG,
          "presence is not tracked in some partitions, trying again until it is: {}",
          "presence is tracked in all partitions again");

  TrackerState(MeterRegistry meters) {
    events = counter(meters, "chat.presence.events", "Session events applied");
    unreadable = counter(meters, "chat.presence.unreadable", "Records that could not be read");
    published = counter(meters, "chat.presence.published", "Published changes");
    unpublished = counter(meters, "chat.presence.unpublished", "Failed publications of changes");
    Gauge.builder("chat.presence.partitions", () -> partitions)
        .description("Partitions that this process serves")
        .strongReference(true)
        .register(meters);
  }

  int partitions() {
    return partitions;
  }

  /** Whether it served its partitions within a time. */
  boolean worksWithin(Duration time) {
    return partitions > 0 && System.nanoTime() - workedAtNanos < time.toNanos();
  }

  void has(int count) {
    if (count != partitions) {
      LOG.info("serving {} partitions", count);
    }
    partitions = count;
  }

  void worked() {
    workedAtNanos = System.nanoTime();
    outage.over();
  }

  void failed(RuntimeException cause) {
    partitions = 0;
    outage.failed(cause);
  }

  /** Some partitions can't be opened. */
  void failedPartly(RuntimeException cause) {
    partOutage.failed(cause);
  }

  /** All assigned partitions are served. */
  void opened() {
    partOutage.over();
  }

  void applied(int count) {
    events.increment(count);
  }

  void unreadable(IllegalArgumentException cause) {
    if (unreadable.count() == 0) {
      LOG.warn("unreadable record, and possibly others: {}", cause.getMessage());
    }
    unreadable.increment();
  }

  void published() {
    published.increment();
  }

  void unpublished(Exception cause) {
    LOG.debug("publishing a change failed and will be repeated: {}", cause.toString());
    unpublished.increment();
  }

  private static Counter counter(MeterRegistry meters, String name, String description) {
    return Counter.builder(name).description(description).register(meters);
  }
}
