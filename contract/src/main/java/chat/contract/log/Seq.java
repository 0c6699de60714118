package chat.contract.log;

/**
 * The stream position of an event in its room's log as one integer: {@code epoch · 2^44 + offset}.
 *
 * <p>The epoch counts the lives of the topic, so the positions in a topic that was deleted and
 * created again are greater than all before. With epochs up to 511 every seq is below 2^53, up to
 * which JavaScript's integers are exact.
 */
public final class Seq {

  /** The position before the first event of a room. */
  public static final long NONE = 0;

  /** The greatest seq: the greatest integer that JavaScript holds exactly. */
  public static final long MAX = (1L << 53) - 1;

  /** The greatest epoch. */
  public static final int MAX_EPOCH = 511;

  private static final int OFFSET_BITS = 44;
  private static final long MAX_OFFSET = (1L << OFFSET_BITS) - 1;

  private Seq() {}

  /**
   * The seq of a record.
   *
   * @param epoch 1 to {@value #MAX_EPOCH}
   * @param offset the record's offset in its partition
   */
  public static long of(int epoch, long offset) {
    if (epoch < 1 || epoch > MAX_EPOCH) {
      throw new IllegalArgumentException("epoch: " + epoch + " (expected: 1.." + MAX_EPOCH + ")");
    }
    if (offset < 0 || offset > MAX_OFFSET) {
      throw new IllegalArgumentException(
          "offset: " + offset + " (expected: 0.." + MAX_OFFSET + ")");
    }
    return ((long) epoch << OFFSET_BITS) | offset;
  }

  /** The epoch of a seq; 0 for {@link #NONE}. */
  public static int epoch(long seq) {
    return (int) (seq >>> OFFSET_BITS);
  }

  /** The offset of a seq in its partition. */
  public static long offset(long seq) {
    return seq & MAX_OFFSET;
  }
}
