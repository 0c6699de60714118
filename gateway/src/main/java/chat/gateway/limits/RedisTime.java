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
 * gateway that is ahead would leave buckets that no other one fills for as long. Of a cluster any
 * server answers. Safe for use by several threads.
 */
final class RedisTime implements TimeMeter {

  private static final long MAX_AGE_MILLIS = Duration.ofMinutes(1).toMillis();

  /** An answer that took longer is as wrong as that, and is asked for again. */
  static final long MAX_ROUND_TRIP_MILLIS = Duration.ofSeconds(1).toMillis();

  private final Supplier<? extends CompletionStage<? extends List<?>>> ask;
  private final InstantSource steadyClock;
  private volatile long ahead;
  private volatile boolean isKnown;
  private long askedAt; // guarded by this
  private CompletableFuture<Void> asked; // guarded by this

  /**
   * A clock that is not known yet.
   *
   * @param ask the answer to TIME: seconds and microseconds, as bytes; has to end by itself
   */
  RedisTime(Supplier<? extends CompletionStage<? extends List<?>>> ask, InstantSource steadyClock) {
    this.ask = ask;
    this.steadyClock = steadyClock;
    this.askedAt = steadyClock.millis();
    this.asked = read(askedAt);
  }

  /** Is done once the clock is known. Asks again if that was long ago, and does not wait for it. */
  synchronized CompletableFuture<Void> known() {
    long now = steadyClock.millis();
    if (asked.isDone() && (!isKnown || now - askedAt > MAX_AGE_MILLIS)) {
      askedAt = now;
      asked = read(now);
    }
    return isKnown ? CompletableFuture.completedFuture(null) : asked;
  }

  private CompletableFuture<Void> read(long begin) {
    return ask.get().toCompletableFuture().thenAccept(time -> note(begin, time));
  }

  private void note(long begin, List<?> time) {
    long now = steadyClock.millis();
    if (now - begin > MAX_ROUND_TRIP_MILLIS) {
      throw new IllegalStateException("Redis told its time after " + (now - begin) + " ms");
    }
    ahead = number(time.get(0)) * 1000 + number(time.get(1)) / 1000 - now;
    isKnown = true;
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
