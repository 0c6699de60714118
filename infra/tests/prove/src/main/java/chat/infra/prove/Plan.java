package chat.infra.prove;

import java.time.Duration;

/**
 * The load of a run and its times.
 *
 * @param clients number of users that send and read
 * @param listeners number of further clients that only read
 * @param rate messages per second of all clients together
 * @param seed of all random choices
 * @param warmUp load before the first fault
 * @param rest load after each fault
 * @param most time after which no further fault begins
 */
public record Plan(
    int clients,
    int listeners,
    int rate,
    long seed,
    Duration warmUp,
    Duration rest,
    Duration most) {

  public Plan {
    if (clients < 2) {
      throw new IllegalArgumentException("clients: " + clients + " (expected: >= 2)");
    }
    if (rate < 1) {
      throw new IllegalArgumentException("rate: " + rate + " (expected: > 0)");
    }
    if (listeners < 0) {
      throw new IllegalArgumentException("listeners: " + listeners + " (expected: >= 0)");
    }
  }
}
