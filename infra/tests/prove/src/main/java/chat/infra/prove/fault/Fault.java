package chat.infra.prove.fault;

import java.io.IOException;
import java.time.Duration;

/**
 * A fault of an installation.
 *
 * @param name what a report says
 * @param lasts time between begin and end
 * @param begin breaks something
 * @param end repairs it, and returns when the part runs again
 * @param stopsLog whether no message can be appended between begin and end
 */
public record Fault(String name, Duration lasts, Step begin, Step end, boolean stopsLog) {

  Fault(String name, Duration lasts, Step begin, Step end) {
    this(name, lasts, begin, end, false);
  }

  /** The same for another time. */
  Fault lasting(Duration time) {
    return new Fault(name, time, begin, end, stopsLog);
  }

  /** A change of the installation. */
  @FunctionalInterface
  public interface Step {
    void run() throws IOException, InterruptedException;
  }
}
