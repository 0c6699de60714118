package chat.gateway.limits;

import chat.guard.Vital;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps this gateway's limits and Redis together, a few times a second. When Redis does not answer
 * in time it is left alone for a while, and what is taken meanwhile counts here only.
 */
final class LimitSync implements SmartLifecycle, SharedMeters, Vital {

  private static final Logger LOG = LoggerFactory.getLogger(LimitSync.class);

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  private final Limits limits;
  private final SyncTerms settings;
  private final Supplier<SharedMeters> connect;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "limit-sync");
  private @Nullable SharedMeters shared;
  private volatile boolean running;
  private volatile boolean silent;
  private volatile boolean failed;

  /**
   * One that is not yet started.
   *
   * @param connect finds Redis; fails if it is not there
   */
  LimitSync(Limits limits, SyncTerms settings, Supplier<SharedMeters> connect) {
    this.limits = limits;
    this.settings = settings;
    this.connect = connect;
  }

  @Override
  public void start() {
    running = true;
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    stopped.countDown();
    try {
      thread.join(STOP_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public CompletableFuture<Long> take(Limit limit, Rate rate, String key, long tokens) {
    SharedMeters present = shared;
    if (failed || present == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis is left alone"));
    }
    return present
        .take(limit, rate, key, tokens)
        .orTimeout(settings.patience().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (left, error) -> {
              if (error == null) {
                answered();
              } else {
                fail(error);
              }
            });
  }

  @Override
  public Stream<String> ended() {
    return Vital.ended(thread);
  }

  private void run() {
    while (running) {
      try {
        if (shared == null) {
          shared = connect.get();
        }
        limits.sync(this, settings.atOnce());
      } catch (RuntimeException e) {
        fail(e);
      }
      limits.tidy();
      await(failed ? settings.leaveAlone() : settings.sync());
    }
  }

  private void answered() {
    if (silent && !failed) {
      silent = false;
      LOG.info("limits count over all gateways again");
    }
  }

  private void fail(Throwable error) {
    failed = true;
    if (!silent) {
      silent = true;
      LOG.warn("limits count at this gateway alone, Redis does not answer: {}", error.toString());
    }
  }

  private void await(Duration time) {
    try {
      if (stopped.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        running = false;
      }
    } catch (InterruptedException e) {
      running = false;
    }
    failed = false;
  }
}
