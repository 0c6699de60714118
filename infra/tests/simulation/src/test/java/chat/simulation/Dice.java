package chat.simulation;

import chat.gateway.log.EventIds;
import java.util.List;
import java.util.SplittableRandom;

/** The random choices of a world, drawn from its seed. */
final class Dice {

  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  /** Unique ids of events. */
  EventIds eventIds() {
    return new EventIds(random.split());
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
