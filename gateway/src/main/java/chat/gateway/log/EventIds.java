package chat.gateway.log;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes ids of events without one from the sender. */
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
