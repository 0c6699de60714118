package chat.infra.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Bounds of time that the contract promises. A machine that is busy with something else may make
 * any one try late; a system that keeps to a bound is in time in one of three.
 */
final class InTime {

  private static final int TRIES = 3;

  private InTime() {}

  /**
   * Tries until it went fast enough once.
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
