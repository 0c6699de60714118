package chat.bench.load;

import java.util.concurrent.TimeUnit;

/** Waits for processes to end. */
final class Stopping {

  private Stopping() {}

  /** Whether a process ends in time. */
  static boolean in(long seconds, Process process) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
