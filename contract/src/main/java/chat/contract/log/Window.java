package chat.contract.log;

import org.jspecify.annotations.Nullable;

/**
 * The last {@value #RECORDS} records of a partition of {@link Topic#MESSAGES}, as far as they
 * decide whether the next one counts. By it every reader drops the same records:
 *
 * <ul>
 *   <li>a record's {@link Condition} <em>holds</em> iff no record between its decision and its own
 *       offset touched what it depends on, whether that record counts or not; a condition decided
 *       more than {@value #RECORDS} offsets before never holds;
 *   <li>a record is a <em>duplicate</em> iff an earlier one among the last {@value #RECORDS}, whose
 *       condition holds, has the same room, sender and id;
 *   <li>another record is <em>void</em> iff its condition does not hold.
 * </ul>
 *
 * <p>The verdict is a function of the log alone, and of at most {@value #WARM_UP} records of it:
 * the last {@value #RECORDS}, and those that decide their conditions. A reader that starts at an
 * offset first adds that many records before it, as far as the log still has them. Not thread-safe.
 */
public final class Window {

  /** The length of the window, in offsets of one partition. */
  public static final int RECORDS = 16_384;

  /** Number of records before its first one that a reader feeds to the window. */
  public static final int WARM_UP = 2 * RECORDS;

  /** The verdict on a void record. */
  public static final long VOID = -1;

  private final Identities identities = new Identities();
  private final Touches touches = new Touches();

  /**
   * The offset at which a reader starts to fill its window.
   *
   * @param from the first offset whose records are judged
   * @param begin the first offset that the partition still has
   */
  public static long warmUpFrom(long from, long begin) {
    return Math.max(begin, from - WARM_UP);
  }

  /**
   * The first offset on which a reader gives the same verdict as readers did before the log was
   * cut.
   *
   * @param begin the first offset that the partition still has
   */
  public static long firstCertain(long begin) {
    return begin == 0 ? 0 : begin + WARM_UP;
  }

  /** The offset after the greatest one seen. */
  public long next() {
    return identities.next();
  }

  /**
   * Adds the partition's next record and gives the verdict on it.
   *
   * @param offset greater than all offsets before
   * @param identity null if it has none: it equals no other
   * @param condition null if it always counts
   * @return {@code offset} itself if the record counts; for a duplicate the offset of the first
   *     record of that identity; {@link #VOID} if its condition does not hold
   */
  public long admit(long offset, @Nullable Identity identity, @Nullable Condition condition) {
    boolean holds = condition == null || touches.holds(condition, offset);
    touches.add(offset, condition);
    if (identity == null || !holds) {
      identities.pass(offset);
      long first = identity == null ? -1 : identities.find(identity);
      return first >= 0 ? first : holds ? offset : VOID;
    }
    return identities.admit(offset, identity);
  }

  /** The offset of the first record of an identity, or -1 if the window doesn't hold it. */
  public long find(Identity identity) {
    return identities.find(identity);
  }

  /** Whether the window holds the identity and its first record has another digest. */
  public boolean conflicts(Identity identity) {
    return identities.conflicts(identity);
  }
}
