package chat.gateway.log;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.springframework.stereotype.Component;

/** Metrics of the tail: its size in memory and its lag. */
@Component
final class FeedMeter {

  FeedMeter(RoomFeed feed, Appends appends, MeterRegistry registry) {
    Gauge.builder("chat.feed.partitions", feed, RoomFeed::partitions)
        .description("Partitions whose tail is complete")
        .register(registry);
    Gauge.builder("chat.feed.leaderless", feed, RoomFeed::leaderless)
        .description("Partitions that can't be appended to")
        .register(registry);
    Gauge.builder("chat.feed.missing", feed, one -> one.missing().size())
        .description("Partitions that could not be read yet")
        .register(registry);
    Gauge.builder("chat.feed.lag", feed, RoomFeed::lag)
        .description("Records in the log that were not taken yet")
        .baseUnit("records")
        .register(registry);
    Gauge.builder("chat.tail.records", feed, sum(log -> log.end() - log.start()))
        .description("Records that the tails cover, over all partitions")
        .baseUnit("records")
        .register(registry);
    Gauge.builder("chat.appends.waiting", appends, Appends::size)
        .description("Appends that wait for their answer")
        .register(registry);
  }

  private static ToDoubleFunction<RoomFeed> sum(ToLongFunction<PartitionLog> part) {
    return feed -> feed.partitionLogs().stream().mapToLong(part).sum();
  }
}
