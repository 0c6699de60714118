package chat.infra.prove.fault;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * Faults by chance, one after the other: first a scenario, then one of its faults, then how long it
 * lasts. A fault that has no duration keeps none.
 */
final class RandomMix implements Iterator<Fault> {

  /** Of the time that a fault lasts in its scenario. */
  private static final int MOST_PERCENT = 150;

  /** A log that stands for less is not judged: what was under way may be acknowledged. */
  private static final Duration JUDGED = Duration.ofSeconds(8);

  private final List<List<Fault>> scenarios;
  private final Random random;

  /**
   * A mix.
   *
   * @param scenarios their faults; none of the lists is empty
   */
  RandomMix(List<List<Fault>> scenarios, Random random) {
    this.scenarios = List.copyOf(scenarios);
    this.random = random;
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Fault next() {
    Fault fault = any(any(scenarios));
    Duration time =
        Duration.ofMillis(fault.lasts().toMillis() * random.nextInt(MOST_PERCENT) / 100);
    boolean isTooShort = fault.stopsLog() && time.compareTo(JUDGED) < 0;
    return fault.lasting(isTooShort ? JUDGED : time);
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
