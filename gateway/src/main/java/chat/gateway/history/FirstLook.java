package chat.gateway.history;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * Asks once, at the start, what the first reader is going to ask. What that takes (connections,
 * statements, classes) is there then, and nobody who came early is told that the log is away. Ready
 * is a gateway that had an answer, or that waited for one for long: it can do much without tables.
 */
final class FirstLook implements SmartLifecycle, HealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(FirstLook.class);
  private static final long PAUSE_MILLIS = 50;

  private final BooleanSupplier isThereALog;
  private final Supplier<CompletableFuture<Void>> look;
  private final Duration patience;
  private final InstantSource clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "first-look");

  /** Only its thread uses it. */
  private @Nullable Long begunAt;

  private volatile boolean over;
  private volatile boolean running;

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
    this.isThereALog = isThereALog;
    this.look = look;
    this.patience = patience;
    this.clock = clock;
    thread.setDaemon(true);
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
  public void start() {
    running = true;
    thread.start();
  }

  private void run() {
    try {
      while (!isOver()) {
        if (stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      over = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    stopped.countDown();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public Health health() {
    return (over ? Health.up() : Health.outOfService()).build();
  }
}
