package chat.gateway.log;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Generates ids of events whose sender gave none. */
public final class EventIds {

  private final RandomGenerator random;

  public EventIds(RandomGenerator random) {
    this.random = random;
  }

  /** A new unique id. */
  public String next() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
