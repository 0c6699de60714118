package chat.bench.load;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends at a steady rate, to all rooms in turn. The plan stands whatever comes back: what is sent
 * late was to be sent in time, and its latency counts from then.
 *
 * @param perSecond messages of all senders together
 * @param padding what makes messages as long as they are
 */
record Plan(int perSecond, int rooms, String padding) {

  /**
   * Sends until the time is over.
   *
   * @param from when the first is due, in nanoseconds of this process
   * @return how many were sent, on time or late
   */
  long carryOut(List<LoadSocket> senders, Dialect dialect, long from, long to) {
    long interval = 1_000_000_000L / perSecond;
    long sent = 0;
    for (long due = from; due < to; due = from + sent * interval) {
      waitFor(due);
      String room = "bench-" + sent % rooms;
      LoadSocket sender = senders.get((int) (sent % senders.size()));
      sender.send(dialect.message(room, Stamp.of(due), padding));
      sent++;
    }
    return sent;
  }

  private static void waitFor(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
