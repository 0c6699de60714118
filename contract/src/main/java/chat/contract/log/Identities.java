package chat.contract.log;

/**
 * The identities of a partition's last {@value Window#RECORDS} records.
 *
 * <p>Uses 28 bytes a record: a ring of identities by offset, and an index over it by open
 * addressing.
 */
final class Identities {

  private static final int RECORDS = Window.RECORDS;
  private static final int SLOT_MASK = RECORDS - 1;
  private static final int INDEX_MASK = 2 * RECORDS - 1;

  private final long[] high = new long[RECORDS];
  private final long[] low = new long[RECORDS];
  private final int[] digest = new int[RECORDS];

  /** 1 + the offsets from a slot back to the first record of its identity; 0: an empty slot. */
  private final int[] back = new int[RECORDS];

  /**
   * The slot + 1 of an identity's latest record; 0: free. Linear probing, removal by shifting back.
   */
  private final char[] index = new char[2 * RECORDS];

  private long next;

  /** The offset after the greatest one seen. */
  long next() {
    return next;
  }

  /**
   * Adds the partition's next record.
   *
   * @param offset greater than all offsets before
   * @return the offset of the first record of that identity; {@code offset} itself if the record is
   *     no duplicate
   */
  long admit(long offset, Identity identity) {
    advance(offset);
    int slot = (int) offset & SLOT_MASK;
    int entry = entry(identity.high(), identity.low());
    int earlier = index[entry] - 1;
    long first = earlier < 0 ? offset : firstOffset(earlier);
    high[slot] = identity.high();
    low[slot] = identity.low();
    digest[slot] = earlier < 0 ? identity.digest() : digest[earlier];
    back[slot] = (int) Math.min(Integer.MAX_VALUE, 1 + offset - first);
    index[entry] = (char) (slot + 1);
    return first;
  }

  /** Adds a record without an identity, which equals no other. */
  void pass(long offset) {
    advance(offset);
  }

  /** The offset of the first record of an identity, or -1 if the window doesn't hold it. */
  long find(Identity identity) {
    int slot = index[entry(identity.high(), identity.low())] - 1;
    return slot < 0 ? -1 : firstOffset(slot);
  }

  /** Whether the window holds the identity and its first record has another digest. */
  boolean conflicts(Identity identity) {
    int slot = index[entry(identity.high(), identity.low())] - 1;
    return slot >= 0 && digest[slot] != identity.digest();
  }

  private void advance(long offset) {
    if (offset < next) {
      throw new IllegalArgumentException("offset: " + offset + " (expected: >= " + next + ")");
    }
    long evictTo = Math.min(offset, next + RECORDS - 1);
    for (long evicted = next; evicted <= evictTo; evicted++) {
      evict((int) evicted & SLOT_MASK);
    }
    next = offset + 1;
  }

  private void evict(int slot) {
    if (back[slot] == 0) {
      return;
    }
    int entry = entry(high[slot], low[slot]);
    if (index[entry] == slot + 1) {
      remove(entry);
    }
    back[slot] = 0;
  }

  /** The index at which an identity is, or the free index at which it would be added. */
  private int entry(long identityHigh, long identityLow) {
    int entry = home(identityHigh);
    while (index[entry] != 0 && !holds(index[entry] - 1, identityHigh, identityLow)) {
      entry = (entry + 1) & INDEX_MASK;
    }
    return entry;
  }

  private void remove(int hole) {
    int entry = (hole + 1) & INDEX_MASK;
    while (index[entry] != 0) {
      int distanceFromHome = (entry - home(high[index[entry] - 1])) & INDEX_MASK;
      if (distanceFromHome >= ((entry - hole) & INDEX_MASK)) {
        index[hole] = index[entry];
        hole = entry;
      }
      entry = (entry + 1) & INDEX_MASK;
    }
    index[hole] = 0;
  }

  private boolean holds(int slot, long identityHigh, long identityLow) {
    return high[slot] == identityHigh && low[slot] == identityLow;
  }

  private long firstOffset(int slot) {
    long ringStart = next - 1 - ((next - 1 - slot) & SLOT_MASK);
    return ringStart + 1 - back[slot];
  }

  private static int home(long identityHigh) {
    return (int) identityHigh & INDEX_MASK;
  }
}
