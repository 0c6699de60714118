package chat.infra.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Time bounds that the contract promises. On a busy machine any one try may be late; a system that
 * keeps a bound is in time in one of three tries.
 */
final class InTime {

  private static final int TRIES = 3;

  private InTime() {}

  /**
   * Tries until one attempt is fast enough.
   *
   * @param attempt does it from the beginning, and gives how long it took
   */
  static void once(Duration bound, Supplier<Duration> attempt) {
    List<Duration> took = new ArrayList<>();
    while (took.size() < TRIES) {
      Duration time = attempt.get();
      if (time.compareTo(bound) < 0) {
        return;
      }
      took.add(time);
    }
    throw new AssertionError("took " + took + " (expected: one less than " + bound + ")");
  }
}
