package chat.gateway.limits;

import chat.edge.guard.Loop;
import chat.edge.guard.Outage;
import chat.sockets.budget.Rate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Synchronizes this gateway's limits with Redis a few times a second. If Redis does not answer in
 * time the loop backs off, and limits count at this gateway alone meanwhile.
 */
final class LimitSync extends Loop implements SharedMeters {

  private static final Logger LOG = LoggerFactory.getLogger(LimitSync.class);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final Limits limits;
  private final SyncTerms settings;
  private final Supplier<SharedMeters> connect;
  private final Outage outage =
      new Outage(
          LOG,
          "limits count at this gateway alone, Redis does not answer: {}",
          "limits count over all gateways again");
  private @Nullable SharedMeters shared;
  private volatile boolean failed;
  private volatile boolean answered;

  /**
   * One that is not yet started.
   *
   * @param connect finds Redis; fails if it is not there
   */
  LimitSync(Limits limits, SyncTerms settings, Supplier<SharedMeters> connect) {
    super("limit-sync", STOP_TIMEOUT);
    this.limits = limits;
    this.settings = settings;
    this.connect = connect;
  }

  @Override
  public CompletableFuture<Long> acquire(Limit limit, Rate rate, String key, long tokens) {
    SharedMeters current = shared;
    if (failed || current == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis is left alone"));
    }
    return current
        .acquire(limit, rate, key, tokens)
        .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (left, error) -> {
              if (error == null) {
                answered = true;
              } else {
                fail(error);
              }
            });
  }

  @Override
  protected Duration round() {
    if (answered && !failed) {
      outage.over(); // a cluster may answer in part
    }
    failed = false;
    answered = false;
    try {
      if (shared == null) {
        shared = connect.get();
      }
      limits.sync(this, settings.atOnce());
    } catch (RuntimeException e) {
      fail(e);
    }
    limits.tidy();
    return failed ? settings.backOff() : settings.sync();
  }

  private void fail(Throwable error) {
    failed = true;
    outage.failed(error);
  }
}
