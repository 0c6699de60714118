package chat.contract.log;

import org.jspecify.annotations.Nullable;

/**
 * The things that the last {@value Window#RECORDS} records of a partition touched, with the last
 * offset of each.
 *
 * <p>A table by open addressing, of 10 bytes a slot, in which a thing has one slot however often it
 * is touched. Things that were last touched before the window don't matter, as no condition is as
 * old as that. They are dropped when the table is full, and once in two windows. So it takes 13 to
 * 40 bytes a thing, and shrinks again.
 */
final class Touches {

  private static final int RECORDS = Window.RECORDS;
  private static final int SMALLEST = 16;

  /** Offsets count from {@link #base}, below this number. */
  private static final int SPAN = 3 * RECORDS;

  private long[] keys = new long[SMALLEST];

  /** 1 + the last offset of a slot's key, from {@link #base} on; 0: a free slot. */
  private char[] last = new char[SMALLEST];

  private int used;
  private long base;

  /** Whether the dependencies of a condition are untouched since its decision. */
  boolean holds(Condition condition, long offset) {
    long asOf = condition.asOf();
    if (asOf > offset || asOf < offset - RECORDS) {
      return false;
    }
    for (long key : condition.depends()) {
      int touched = last[slot(key)];
      if (touched > 0 && base + touched - 1 >= asOf) {
        return false;
      }
    }
    return true;
  }

  /** Adds the next record, whether it counts or not. */
  void add(long offset, @Nullable Condition condition) {
    if (condition == null) {
      return;
    }
    if (offset - base >= SPAN) {
      dropBefore(offset - RECORDS);
    }
    for (long key : condition.touches()) {
      int slot = slot(key);
      if (last[slot] == 0 && 4 * (used + 1) > 3 * keys.length) {
        dropBefore(offset - RECORDS);
        slot = slot(key);
      }
      set(slot, key, offset);
    }
  }

  /** The size of its table. */
  int slots() {
    return keys.length;
  }

  private void set(int slot, long key, long offset) {
    used += last[slot] == 0 ? 1 : 0;
    keys[slot] = key;
    last[slot] = (char) (offset - base + 1);
  }

  /** Makes the table again, at most half full, without what was last touched before an offset. */
  private void dropBefore(long oldest) {
    long[] oldKeys = keys;
    char[] oldLast = last;
    long from = base;
    int live = 0;
    for (char touched : oldLast) {
      live += touched > 0 && from + touched - 1 >= oldest ? 1 : 0;
    }
    int slots = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, live)) * 4);
    keys = new long[slots];
    last = new char[slots];
    used = 0;
    base = oldest;
    for (int slot = 0; slot < oldLast.length; slot++) {
      long offset = from + oldLast[slot] - 1;
      if (oldLast[slot] > 0 && offset >= oldest) {
        set(slot(oldKeys[slot]), oldKeys[slot], offset);
      }
    }
  }

  /** The slot of a key, or the free one at which it would be added. */
  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) key & mask;
    while (last[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
