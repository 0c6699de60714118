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
 * Asks once, at the start, what the first reader is going to ask. What that takes (connections,
 * statements, classes) is there then, and nobody who came early is told that the log is away. Ready
 * is a gateway that had an answer, or that waited for one for long: it can do much without tables.
 */
final class FirstLook extends Loop implements HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(FirstLook.class);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final BooleanSupplier isThereALog;
  private final Supplier<CompletableFuture<Void>> look;
  private final Duration patience;
  private final InstantSource clock;

  /** Only its thread uses it. */
  private @Nullable Long begunAt;

  private volatile boolean over;

  /**
   * A look that was not taken yet.
   *
   * @param look fails in time where there is no answer
   * @param patience for how long it is looked again after failures, from when there is a log
   */
  FirstLook(
      BooleanSupplier isThereALog,
      Supplier<CompletableFuture<Void>> look,
      Duration patience,
      InstantSource clock) {
    super("first-look", Duration.ZERO);
    this.isThereALog = isThereALog;
    this.look = look;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * Looks, if there is a log to look at.
   *
   * @return whether that was it: there was an answer, or patience is at its end
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
      boolean tooLong = clock.millis() - begunAt >= patience.toMillis();
      if (tooLong) {
        LOG.warn("serving without having seen the log and the tables: {}", noAnswer.toString());
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
