package chat.gateway.limits;

import chat.sockets.budget.Rate;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What this gateway knows of one limit of one user, room or address. Threads may share it. */
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

  /** Takes one. Returns how long there is none; zero if it was taken. */
  Duration take() {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      return Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
    }
    untold.incrementAndGet();
    return Duration.ZERO;
  }

  void giveBack() {
    bucket.addTokens(1);
    untold.decrementAndGet();
  }

  /** What was taken since the last time this was asked. */
  long tell() {
    return untold.getAndSet(0);
  }

  /** Takes over how many all gateways together have left. */
  void learn(long left) {
    long difference = bucket.getAvailableTokens() - (left - untold.get());
    if (difference > 0) {
      bucket.consumeIgnoringRateLimits(difference);
    } else if (difference < 0) {
      bucket.addTokens(-difference);
    }
  }

  /** Which part of what there may be is gone; more than 1 if too much was taken. */
  double used() {
    return (double) (capacity - bucket.getAvailableTokens()) / capacity;
  }

  long left() {
    return bucket.getAvailableTokens();
  }

  /** Whether forgetting it changes nothing. */
  boolean isFull() {
    return untold.get() == 0 && bucket.getAvailableTokens() >= capacity;
  }
}
