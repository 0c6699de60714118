package chat.bench.load;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * Sends live messages at a steady rate, one after the other, and takes the time of each until its
 * acknowledgement. A late message counts from the time when it was due.
 */
final class LiveTimes {

  private static final String ROOM = "live";
  private static final long MOST_NANOS = 60_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private final BackEnd sender;
  private final int perSecond;

  LiveTimes(BackEnd sender, int perSecond) {
    this.sender = sender;
    this.perSecond = perSecond;
  }

  /**
   * Sends as long as a condition holds.
   *
   * @return the times, in nanoseconds
   */
  Histogram during(BooleanSupplier condition) throws IOException, InterruptedException {
    Histogram times = new Histogram(MOST_NANOS, 3);
    long due = System.nanoTime();
    while (condition.getAsBoolean()) {
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      sender.say(ROOM, "hello");
      times.recordValue(System.nanoTime() - due);
      due += SECOND / perSecond;
    }
    return times;
  }
}
