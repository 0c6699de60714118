package chat.contract;

import org.jspecify.annotations.Nullable;

/**
 * The last {@value #RECORDS} records of a partition of {@link Topic#MESSAGES}, as far as they
 * decide whether the next one counts. By it every reader drops the same records:
 *
 * <ul>
 *   <li>a record's {@link Condition} <em>holds</em> iff no record between the moment when it was
 *       decided and its place in the log touched what it depends on, whether that one counts or
 *       not; one decided more than {@value #RECORDS} offsets before never holds;
 *   <li>a record is a <em>duplicate</em> iff an earlier one among the last {@value #RECORDS}, whose
 *       condition holds, has the same room, sender and id;
 *   <li>another record is <em>void</em> iff its condition does not hold.
 * </ul>
 *
 * <p>The verdict is a function of the log alone, and of no more than {@value #WARM_UP} records of
 * it: the last {@value #RECORDS}, and those by which their conditions are judged. So many a reader
 * that starts at an offset feeds before it, as far as the log still has them. Not safe for use by
 * several threads.
 */
public final class Window {

  /** How far a window looks back, in offsets of one partition. */
  public static final int RECORDS = 16_384;

  /** Number of records before its first one that a reader feeds to the window. */
  public static final int WARM_UP = 2 * RECORDS;

  /**
   * The offset at which a reader starts to fill its window.
   *
   * @param from the first offset whose records are judged
   * @param begin the first offset that the partition still has
   */
  public static long warmUpFrom(long from, long begin) {
    return Math.max(begin, from - WARM_UP);
  }

  /** The verdict on a record that does not count. */
  public static final long VOID = -1;

  private final Identities identities = new Identities();
  private final Touches touches = new Touches();

  /** The offset after the greatest one seen. */
  public long next() {
    return identities.next();
  }

  /**
   * Takes the partition's next record.
   *
   * @param offset greater than all offsets before
   * @param identity null if it has none: nothing equals it
   * @param condition null if it counts in any case
   * @return {@code offset} itself if the record counts; of a duplicate the offset of the first
   *     record of that identity; {@link #VOID} if its condition does not hold
   */
  public long admit(long offset, @Nullable Identity identity, @Nullable Condition condition) {
    boolean holds = condition == null || touches.holds(condition, offset);
    touches.take(offset, condition);
    if (identity == null || !holds) {
      identities.pass(offset);
      long first = identity == null ? -1 : identities.find(identity);
      return first >= 0 ? first : holds ? offset : VOID;
    }
    return identities.admit(offset, identity);
  }

  /** The offset of the first record of that identity, or -1 if the window doesn't know it. */
  public long find(Identity identity) {
    return identities.find(identity);
  }

  /** Whether the window knows the identity and its first record has another digest. */
  public boolean conflicts(Identity identity) {
    return identities.conflicts(identity);
  }
}
