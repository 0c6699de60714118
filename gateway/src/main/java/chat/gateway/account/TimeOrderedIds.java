package chat.gateway.account;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Generates unique ids that sort by time: UUIDs of version 7 (RFC 9562, 5.7). */
public final class TimeOrderedIds {

  private final InstantSource clock;
  private final RandomGenerator random;

  public TimeOrderedIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  public UUID next() {
    long high = (clock.millis() << 16) | 0x7000 | (random.nextLong() & 0x0fff);
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
