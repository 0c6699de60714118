package chat.simulation;

import chat.gateway.log.Deadlines;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** The time of a world and its deadlines. */
final class Time implements InstantSource {

  private record Deadline(Host host, CompletableFuture<?> future, long at) {}

  private final List<Deadline> deadlines = new ArrayList<>();
  private long now = 1_000_000;

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(now);
  }

  @Override
  public long millis() {
    return now;
  }

  /** The deadlines of a process. */
  Deadlines of(Host host) {
    return (future, patience) -> set(host, future, patience);
  }

  void set(Host host, CompletableFuture<?> future, Duration patience) {
    if (!future.isDone()) {
      deadlines.add(new Deadline(host, future, now + patience.toMillis()));
    }
  }

  void pass(long millis) {
    now += millis;
    deadlines.removeIf(deadline -> deadline.future.isDone() || !deadline.host.isAlive());
    List<Deadline> due =
        deadlines.stream()
            .filter(deadline -> deadline.at <= now && deadline.host.isRunning())
            .sorted(Comparator.comparingLong(Deadline::at))
            .toList();
    deadlines.removeAll(due);
    due.forEach(deadline -> deadline.future.completeExceptionally(new TimeoutException()));
  }
}
