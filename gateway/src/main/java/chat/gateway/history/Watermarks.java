package chat.gateway.history;

import chat.gateway.log.LogPositions;
import chat.gateway.log.PartitionLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The offset up to which the tables have each partition. An old answer is as correct as a new one,
 * but leaves more to be read from the tail. So it is refreshed at most once a second when used, and
 * waited for only if the tail begins after it.
 */
public final class Watermarks {

  private static final Duration FRESH = Duration.ofSeconds(1);

  private final LogPositions positions;
  private final InstantSource clock;

  /** Time of the last query by partition, in milliseconds since the epoch UTC. */
  private final Map<Integer, Long> askedAt = new ConcurrentHashMap<>();

  public Watermarks(LogPositions positions, InstantSource clock) {
    this.positions = positions;
    this.clock = clock;
  }

  /** An offset before which the tables have all events of a partition. */
  CompletableFuture<Long> of(PartitionLog log) {
    long known = log.watermark();
    if (known < log.start()) {
      return ask(log);
    }
    Long before = askedAt.get(log.partition());
    if (before == null || clock.millis() - before >= FRESH.toMillis()) {
      // Refreshes the value for the next caller; a failure changes nothing.
      var unused = ask(log);
    }
    return CompletableFuture.completedFuture(known);
  }

  private CompletableFuture<Long> ask(PartitionLog log) {
    askedAt.put(log.partition(), clock.millis());
    return positions
        .watermark(log)
        .thenApply(
            watermark -> {
              log.advanceWatermark(watermark);
              return watermark;
            });
  }
}
