package chat.gateway;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What becomes of a process that is told to stop while it still starts. Nobody is connected and
 * nothing is under way, so it just ends; parts that were about to be made would only complain that
 * others are gone.
 */
final class EarlyStop {

  private final AtomicBoolean starting = new AtomicBoolean(true);

  private EarlyStop() {}

  /** Watches over a start, which begins now. */
  static EarlyStop during() {
    EarlyStop stop = new EarlyStop();
    Runtime.getRuntime().addShutdownHook(new Thread(stop::end, "early-stop"));
    return stop;
  }

  /** The start is over, for good or bad: how the process ends is the business of others. */
  void isOver() {
    starting.set(false);
  }

  /** Runs when the process is about to end, beside all else that does then. */
  private void end() {
    if (starting.get()) {
      // Not by the log, which is being stopped at the same time.
      System.out.println("told to stop before the start was over, ending at once");
      Runtime.getRuntime().halt(0);
    }
  }
}
