package chat.edge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock for durations within this process: it begins with the time of day, and is never set. What
 * other processes read needs the time of day, see {@link ClockConfiguration}.
 */
final class SteadyClock implements InstantSource {

  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final LongSupplier nanos;
  private final Instant begin;
  private final long beginMillis;
  private final long beginNanos;

  /**
   * A clock that begins now.
   *
   * @param dayTime the time of day, which is read once
   * @param nanos nanoseconds since any moment, which only grow
   */
  SteadyClock(InstantSource dayTime, LongSupplier nanos) {
    this.nanos = nanos;
    this.begin = dayTime.instant();
    this.beginMillis = begin.toEpochMilli();
    this.beginNanos = nanos.getAsLong();
  }

  @Override
  public Instant instant() {
    return begin.plusNanos(nanos.getAsLong() - beginNanos);
  }

  @Override
  public long millis() {
    return beginMillis + (nanos.getAsLong() - beginNanos) / MILLI;
  }
}
