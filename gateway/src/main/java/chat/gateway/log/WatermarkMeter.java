package chat.gateway.log;

import chat.edge.guard.Loop;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Measures how far the tables are behind the log, as seen by this gateway, so also while no writer
 * runs. While the cluster does not answer, the age grows.
 */
@Component
final class WatermarkMeter extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(WatermarkMeter.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final RoomFeed feed;
  private final LogPositions positions;
  private final InstantSource clock;
  private final WatermarkTime time;
  private final StoredTimes stored;

  /** The time up to which the tables have all records. */
  private volatile long reached;

  WatermarkMeter(
      RoomFeed feed,
      LogPositions positions,
      StoredTimes stored,
      InstantSource clock,
      MeterRegistry registry) {
    super("watermark-meter", Duration.ZERO);
    this.feed = feed;
    this.positions = positions;
    this.clock = clock;
    this.stored = stored;
    this.reached = clock.millis();
    this.time = new WatermarkTime(reached);
    TimeGauge.builder("chat.watermark.age", this::ageMillis, TimeUnit.MILLISECONDS)
        .description(
            "Age of the newest record up to which the tables are complete; measured every 5 s")
        .register(registry);
  }

  @Override
  protected Duration round() throws InterruptedException {
    List<PartitionLog> logs = feed.partitionLogs();
    if (!logs.isEmpty()) {
      long now = clock.millis();
      long[] ends = logs.stream().mapToLong(PartitionLog::end).toArray();
      look(now, ends, logs);
    }
    return INTERVAL;
  }

  /** None, because the gateway works without this thread; only the gauge grows. */
  @Override
  public Stream<String> ended() {
    return Stream.empty();
  }

  private long ageMillis() {
    return clock.millis() - reached;
  }

  private void look(long now, long[] ends, List<PartitionLog> logs) throws InterruptedException {
    try {
      List<CompletableFuture<Long>> marks = logs.stream().map(positions::watermark).toList();
      CompletableFuture.allOf(marks.toArray(CompletableFuture[]::new))
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      long[] written = marks.stream().mapToLong(CompletableFuture::join).toArray();
      stored.note(now, byPartition(logs, written));
      reached = time.look(now, ends, written);
    } catch (ExecutionException | TimeoutException | RuntimeException noAnswer) {
      LOG.debug("the watermarks are not known: {}", noAnswer.toString());
    }
  }

  /** The watermarks by number of partition; -1 where it is not known. */
  private long[] byPartition(List<PartitionLog> logs, long[] written) {
    long[] watermarks = new long[feed.partitions()];
    Arrays.fill(watermarks, -1);
    for (int i = 0; i < written.length; i++) {
      int partition = logs.get(i).partition();
      if (partition < watermarks.length) {
        watermarks[partition] = written[i];
      }
    }
    return watermarks;
  }
}
