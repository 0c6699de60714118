package chat.gateway.log;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The latest time at which all records appended by then are in the tables: keeps end offsets of the
 * log with their times until the tables have reached them. For one thread.
 */
final class WatermarkTime {

  /** Half an hour of looks five seconds apart; after that only the newest note changes. */
  private static final int MAX_NOTES = 360;

  private record Note(long at, long[] ends) {}

  private final Deque<Note> notes = new ArrayDeque<>();
  private long reached;

  WatermarkTime(long since) {
    this.reached = since;
  }

  /**
   * Looks at the log and the tables.
   *
   * @param ends the end offset of each partition, as of now
   * @param written the offset of each partition before which the tables have every event
   * @return the time up to which the tables have all records, in milliseconds
   */
  long look(long now, long[] ends, long[] written) {
    if (notes.size() == MAX_NOTES) {
      notes.removeLast();
    }
    notes.addLast(new Note(now, ends));
    for (Note oldest = notes.peek();
        oldest != null && isReached(oldest, written);
        oldest = notes.peek()) {
      reached = oldest.at;
      notes.remove();
    }
    return reached;
  }

  private static boolean isReached(Note note, long[] written) {
    if (note.ends.length != written.length) {
      return true; // of a log that is gone
    }
    for (int i = 0; i < written.length; i++) {
      if (written[i] < note.ends[i]) {
        return false;
      }
    }
    return true;
  }
}
