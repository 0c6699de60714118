package chat.gateway.limits;

import chat.sockets.budget.Rate;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The token bucket of one user, room or address. Safe for use by several threads. */
final class Meter {

  private final Bucket bucket;
  private final long capacity;
  private final AtomicLong untold = new AtomicLong();

  Meter(Rate rate, TimeMeter time) {
    this.capacity = rate.tokens();
    this.bucket =
        Bucket.builder()
            .addLimit(
                limit -> limit.capacity(rate.tokens()).refillGreedy(rate.tokens(), rate.period()))
            .withCustomTimePrecision(time)
            .build();
  }

  /** Acquires one token. Returns the time until there is one; zero if it was acquired. */
  Duration acquire() {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      return Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
    }
    untold.incrementAndGet();
    return Duration.ZERO;
  }

  void release() {
    bucket.addTokens(1);
    untold.decrementAndGet();
  }

  /** Tokens acquired here since the last call. */
  long drain() {
    return untold.getAndSet(0);
  }

  /** Sets the number of tokens that all gateways together have left. */
  void update(long left) {
    long difference = bucket.getAvailableTokens() - (left - untold.get());
    if (difference > 0) {
      bucket.consumeIgnoringRateLimits(difference);
    } else if (difference < 0) {
      bucket.addTokens(-difference);
    }
  }

  /** The part of the capacity that is used; more than 1 if too much was acquired. */
  double used() {
    return (double) (capacity - bucket.getAvailableTokens()) / capacity;
  }

  long left() {
    return bucket.getAvailableTokens();
  }

  /** Whether dropping the meter changes nothing. */
  boolean isFull() {
    return untold.get() == 0 && bucket.getAvailableTokens() >= capacity;
  }
}
