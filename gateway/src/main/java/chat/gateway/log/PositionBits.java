package chat.gateway.log;

import java.util.BitSet;

/**
 * A sequence of bits with a cursor. Numbers are written as exponential Golomb codes: a zero of
 * order 0 takes one bit, and a large number about twice its own bits, so some busy partitions among
 * many quiet ones cost little.
 */
final class PositionBits {

  private static final int MAX_ZEROS = 45;

  private final BitSet bits;
  private int cursor;

  PositionBits(BitSet bits) {
    this.bits = bits;
  }

  /**
   * The number of bits of a number.
   *
   * @param order how many low bits are written as they are: about the logarithm of a usual number
   */
  static int size(long value, int order) {
    return 2 * length((value >>> order) + 1) - 1 + order;
  }

  /** A number takes at least as many bits with any order. */
  static int least(long value) {
    return Math.max(1, length(value));
  }

  void write(long value, int order) {
    long high = (value >>> order) + 1;
    int length = length(high);
    cursor += length - 1;
    put(high, length);
    put(value, order);
  }

  /**
   * Reads a number of an order.
   *
   * @throws IllegalArgumentException if there is none
   */
  long read(int order) {
    int zeros = 0;
    while (!bits.get(cursor)) {
      cursor++;
      if (++zeros > MAX_ZEROS) {
        throw new IllegalArgumentException("a number is too long");
      }
    }
    long high = get(zeros + 1) - 1;
    return (high << order) | get(order);
  }

  private void put(long value, int length) {
    for (int i = length - 1; i >= 0; i--) {
      bits.set(cursor++, (value >>> i & 1) == 1);
    }
  }

  private long get(int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 1 | (bits.get(cursor++) ? 1 : 0);
    }
    return value;
  }

  private static int length(long value) {
    return Long.SIZE - Long.numberOfLeadingZeros(value);
  }
}
