package chat.gateway.log;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Names events that their senders don't name. */
public final class EventIds {

  private final RandomGenerator random;

  public EventIds(RandomGenerator random) {
    this.random = random;
  }

  /** An id that no other event has. */
  public String next() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
