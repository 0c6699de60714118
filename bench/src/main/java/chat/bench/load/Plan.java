package chat.bench.load;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends at a steady rate, to all rooms in turn. The schedule is independent of the answers: a late
 * message counts its latency from the time when it was due.
 *
 * @param perSecond messages of all senders together
 * @param padding fills messages to their length
 */
record Plan(int perSecond, int rooms, String padding) {

  /**
   * Sends until the time is over.
   *
   * @param from when the first message is due, in nanoseconds of this process
   * @return the number of sent messages, late ones included
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
