package chat.contract;

import org.jspecify.annotations.Nullable;

/**
 * The last {@value #RECORDS} records of a partition of {@link Topic#MESSAGES}, as far as they
 * decide whether the next one counts. By it every reader drops the same records:
 *
 * <ul>
 *   <li>a record is a <em>duplicate</em> iff an earlier one among the last {@value #RECORDS}, that
 *       is not void, has the same room, sender and id;
 *   <li>another record is <em>void</em> iff its {@link Condition} does not hold: something that it
 *       depends on was changed between the moment when it was decided and its place in the log.
 * </ul>
 *
 * <p>The verdict is a function of the log alone. A reader that starts at an offset first feeds the
 * {@value #WARM_UP} records before it, as far as the log still has them: those by which the last
 * {@value #RECORDS} are judged themselves come first. Not safe for use by several threads.
 */
public final class Window {

  /** How far a window looks back, in offsets of one partition. */
  public static final int RECORDS = 16_384;

  /** How many records before its first one a reader feeds to the window. */
  public static final int WARM_UP = 2 * RECORDS;

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
    boolean known = identity != null && find(identity) >= 0;
    boolean holds = condition == null || known || touches.holds(condition, offset);
    touches.take(offset, condition);
    if (identity == null || !holds) {
      identities.pass(offset);
      return holds ? offset : VOID;
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
