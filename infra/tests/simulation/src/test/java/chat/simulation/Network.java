package chat.simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls under way between processes. Each arrives in a step of its own, in any order: a call
 * may be lost or answered late, its answer may be lost, or come when the caller no longer waits.
 */
final class Network {

  /** The time-out of client libraries. */
  private static final Duration LIBRARY_TIMEOUT = Duration.ofSeconds(15);

  /** The way into the log. */
  static final String APPEND = "append";

  private record UnderWay(@Nullable Host to, String what, Runnable arrival) {
    boolean mayArrive() {
      return to == null || to.isRunning();
    }
  }

  private final Dice dice;
  private final Time time;
  private final List<UnderWay> underWay = new ArrayList<>();
  private int trouble;

  Network(Dice dice, Time time) {
    this.dice = dice;
    this.time = time;
  }

  /** The share of calls that fail: 0 none, 10 all. */
  void trouble(int tenths) {
    trouble = tenths;
  }

  boolean isTrouble() {
    return trouble > 0 && dice.below(10) < trouble;
  }

  /** Runs a task later, if the process is still alive. */
  void later(@Nullable Host to, String what, Runnable arrival) {
    underWay.add(new UnderWay(to, what, arrival));
  }

  /**
   * Calls a server.
   *
   * @param effect the work of the server, done at some time between call and answer
   */
  <T> CompletableFuture<T> call(Host caller, String what, Supplier<T> effect) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    time.set(caller, answer, LIBRARY_TIMEOUT);
    boolean lost = isTrouble();
    boolean done = !lost || dice.oneIn(2);
    boolean silent = lost && dice.oneIn(4);
    later(
        null,
        what,
        () -> {
          T result = done ? effect.get() : null;
          if (!silent) {
            later(
                caller,
                "answer to " + what,
                () -> {
                  if (lost) {
                    answer.completeExceptionally(new IOException("no answer"));
                  } else {
                    answer.complete(result);
                  }
                });
          }
        });
    return answer;
  }

  /** Delivers all calls that append records to the log. */
  void finishAppends() {
    for (int i = 0; i < underWay.size(); i++) {
      if (underWay.get(i).what.equals(APPEND)) {
        underWay.remove(i--).arrival.run();
      }
    }
  }

  /** Delivers one call and returns its name; null if there is none. */
  @Nullable String step() {
    underWay.removeIf(pending -> pending.to != null && !pending.to.isAlive());
    List<UnderWay> arriving = underWay.stream().filter(UnderWay::mayArrive).toList();
    if (arriving.isEmpty()) {
      return null;
    }
    UnderWay next = dice.pick(arriving);
    underWay.remove(next);
    next.arrival.run();
    return next.to == null ? next.what : next.what + " at " + next.to;
  }
}
