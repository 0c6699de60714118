package chat.gateway.log;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * When the writers stored records, as far as looks at their watermarks tell: about an hour back for
 * a log of 24 partitions. Thread-safe.
 */
public final class StoredTimes {

  /** The numbers that are kept: 720 looks at 24 partitions. */
  private static final int MAX_NUMBERS = 720 * 24;

  private record Note(long at, long[] written) {}

  /** The newest first. */
  private final Deque<Note> notes = new ArrayDeque<>();

  /**
   * A time between two looks.
   *
   * @param after the last look that found the record not stored, in milliseconds; null if that look
   *     is not known any more
   * @param before the first look that found it stored, in milliseconds
   */
  public record Between(@Nullable Long after, long before) {}

  /** Notes the offset of each partition before which the tables have every event. */
  synchronized void note(long now, long[] written) {
    Note last = notes.peekFirst();
    if (last != null && last.written.length != written.length) {
      notes.clear(); // of a log that is gone
    }
    notes.addFirst(new Note(now, written));
    while (notes.size() > Math.max(2, MAX_NUMBERS / written.length)) {
      notes.removeLast();
    }
  }

  /** When a record was stored; null if it was not by the last look. */
  public synchronized @Nullable Between of(int partition, long offset) {
    Between found = null;
    for (Note note : notes) {
      boolean isStored = partition < note.written.length && offset < note.written[partition];
      if (!isStored) {
        return found == null ? null : new Between(note.at, found.before);
      }
      found = new Between(null, note.at);
    }
    return found;
  }
}
