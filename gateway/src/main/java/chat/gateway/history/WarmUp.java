package chat.gateway.history;

import chat.edge.guard.Loop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Runs one look-up at startup, so that connections, statements and classes are ready for the first
 * reader. The gateway is ready when the look-up was answered, or failed for long enough: it can do
 * much without tables. So its thread is vital until the look-up is over, and no longer.
 */
final class WarmUp extends Loop implements HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final BooleanSupplier isThereALog;
  private final Supplier<CompletableFuture<Void>> look;
  private final Duration timeout;
  private final InstantSource clock;

  /** Used by its thread only. */
  private @Nullable Long begunAt;

  private volatile boolean over;

  /**
   * Creates a look-up that has not run yet.
   *
   * @param look the look-up; fails in time if it is not answered
   * @param timeout how long the look-up is tried again after failures, once there is a log
   */
  WarmUp(
      BooleanSupplier isThereALog,
      Supplier<CompletableFuture<Void>> look,
      Duration timeout,
      InstantSource clock) {
    super("first-look", Duration.ZERO);
    this.isThereALog = isThereALog;
    this.look = look;
    this.timeout = timeout;
    this.clock = clock;
  }

  /**
   * Runs the look-up, if there is a log.
   *
   * @return whether it is over: it was answered, or patience has run out
   */
  boolean isOver() {
    if (!isThereALog.getAsBoolean()) {
      return false;
    }
    long now = clock.millis();
    begunAt = begunAt == null ? Long.valueOf(now) : begunAt;
    try {
      look.get().join();
      return true;
    } catch (RuntimeException noAnswer) {
      boolean tooLong = clock.millis() - begunAt >= timeout.toMillis();
      if (tooLong) {
        LOG.warn("ready without an answer from the log and the tables: {}", noAnswer.toString());
      }
      return tooLong;
    }
  }

  @Override
  protected Duration round() {
    if (isOver()) {
      over = true;
      end();
    }
    return PAUSE;
  }

  @Override
  public Health health() {
    return (over ? Health.up() : Health.outOfService()).build();
  }
}
