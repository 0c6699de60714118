package chat.gateway.limits;

import io.github.bucket4j.TimeMeter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The clock of Redis, by which all gateways fill the buckets that they share: by its own clock, a
 * gateway that is ahead would leave buckets that no other one fills for as long. Safe for use by
 * several threads.
 */
final class RedisTime implements TimeMeter {

  private static final long MAX_AGE_MILLIS = Duration.ofMinutes(1).toMillis();

  private final Supplier<? extends CompletionStage<? extends List<?>>> ask;
  private final InstantSource steadyClock;
  private volatile long ahead;
  private volatile long askedAt;
  private volatile CompletableFuture<Void> answered;

  /**
   * A clock that is not known yet.
   *
   * @param ask the answer to TIME: seconds and microseconds, as bytes
   */
  RedisTime(Supplier<? extends CompletionStage<? extends List<?>>> ask, InstantSource steadyClock) {
    this.ask = ask;
    this.steadyClock = steadyClock;
    this.askedAt = steadyClock.millis();
    this.answered = read();
  }

  /** Is done when the clock is known; asks again if that was long ago. */
  CompletableFuture<Void> known() {
    long now = steadyClock.millis();
    if (answered.isCompletedExceptionally() || now - askedAt > MAX_AGE_MILLIS) {
      askedAt = now;
      answered = read();
    }
    return answered;
  }

  private CompletableFuture<Void> read() {
    return ask.get()
        .thenAccept(
            time ->
                ahead =
                    number(time.get(0)) * 1000 + number(time.get(1)) / 1000 - steadyClock.millis())
        .toCompletableFuture();
  }

  private static long number(Object bytes) {
    return Long.parseLong(new String((byte[]) bytes, StandardCharsets.US_ASCII));
  }

  @Override
  public long currentTimeNanos() {
    return (steadyClock.millis() + ahead) * 1_000_000;
  }

  @Override
  public boolean isWallClockBased() {
    return true;
  }
}
