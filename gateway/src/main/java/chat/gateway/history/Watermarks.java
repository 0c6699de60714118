package chat.gateway.history;

import chat.gateway.log.LogPositions;
import chat.gateway.log.PartitionLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Up to where the tables have each partition. An old answer is as right as a new one, but leaves
 * more to be made up from the tail: so it is asked for again once a second where it is used, and
 * waited for only if the tail begins after it.
 */
final class Watermarks {

  private static final Duration FRESH = Duration.ofSeconds(1);

  private final LogPositions positions;
  private final InstantSource clock;

  /** When it was asked for last, by partition, in milliseconds since the epoch UTC. */
  private final Map<Integer, Long> askedAt = new ConcurrentHashMap<>();

  Watermarks(LogPositions positions, InstantSource clock) {
    this.positions = positions;
    this.clock = clock;
  }

  /** An offset before which all events of a partition stand in the tables. */
  CompletableFuture<Long> of(PartitionLog log) {
    long known = log.written();
    if (known < log.start()) {
      return ask(log);
    }
    Long before = askedAt.get(log.partition());
    if (before == null || clock.millis() - before >= FRESH.toMillis()) {
      // The next one to ask has use of it; that it fails changes nothing.
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
              log.written(watermark);
              return watermark;
            });
  }
}
