package chat.gateway.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Tells operators how far the tables are behind, as seen from here: also when there is no writer
 * left that could tell. While the cluster does not answer the age grows.
 */
@Component
final class WatermarkMeter implements SmartLifecycle {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final RoomFeed feed;
  private final LogPositions positions;
  private final InstantSource clock;
  private final WatermarkTime time;
  private final ScheduledExecutorService timer =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "watermark-meter");
            thread.setDaemon(true);
            return thread;
          });

  /** When all that was written until then was in the tables. */
  private volatile long reached;

  private volatile boolean running;

  WatermarkMeter(
      RoomFeed feed, LogPositions positions, InstantSource clock, MeterRegistry registry) {
    this.feed = feed;
    this.positions = positions;
    this.clock = clock;
    this.reached = clock.millis();
    this.time = new WatermarkTime(reached);
    TimeGauge.builder("chat.watermark.age", this::ageMillis, TimeUnit.MILLISECONDS)
        .description("What was written longer ago is in the tables; as of looks 5 s apart")
        .register(registry);
  }

  @Override
  public void start() {
    running = true;
    Objects.requireNonNull(
        timer.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public void stop() {
    running = false;
    timer.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private long ageMillis() {
    return clock.millis() - reached;
  }

  private void look() {
    List<PartitionLog> logs = feed.partitionLogs();
    if (!logs.isEmpty()) {
      long now = clock.millis();
      long[] ends = logs.stream().mapToLong(PartitionLog::end).toArray();
      CompletionStage<long[]> asked = written(logs);
      asked.thenAcceptAsync(written -> reached = time.look(now, ends, written), timer);
    }
  }

  /** Fails if the cluster does not answer; the next look asks again. */
  private CompletionStage<long[]> written(List<PartitionLog> logs) {
    try {
      List<CompletableFuture<Long>> marks = logs.stream().map(positions::watermark).toList();
      return CompletableFuture.allOf(marks.toArray(CompletableFuture[]::new))
          .thenApply(all -> marks.stream().mapToLong(CompletableFuture::join).toArray());
    } catch (RuntimeException closed) {
      return CompletableFuture.failedFuture(closed);
    }
  }
}
