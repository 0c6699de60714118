package chat.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The due time of a message within its text, by which its latency is measured: a mark and sixteen
 * hexadecimal digits. In nanoseconds of this process.
 */
final class Stamp {

  /** No stamp was found. */
  static final long NONE = Long.MIN_VALUE;

  private static final byte MARK = '@';
  private static final byte SECOND_MARK = '~';
  private static final int DIGITS = 16;
  private static final int LENGTH = 2 + DIGITS;

  /** The index of the last stamp: texts of one kind mostly have it at the same index. */
  private int lastAt;

  static String of(long nanos) {
    return "@~%016x".formatted(nanos);
  }

  static byte[] bytes(long nanos) {
    return of(nanos).getBytes(StandardCharsets.US_ASCII);
  }

  /** The stamp in a text, or {@link #NONE}. */
  long find(ByteBuffer buffer, int start, int end) {
    if (isAt(buffer, start + lastAt, end)) {
      return read(buffer, start + lastAt);
    }
    for (int at = start; at + LENGTH <= end; at++) {
      if (isAt(buffer, at, end)) {
        lastAt = at - start;
        return read(buffer, at);
      }
    }
    return NONE;
  }

  private static boolean isAt(ByteBuffer buffer, int at, int end) {
    return at + LENGTH <= end && buffer.get(at) == MARK && buffer.get(at + 1) == SECOND_MARK;
  }

  private static long read(ByteBuffer buffer, int at) {
    long nanos = 0;
    for (int i = at + 2; i < at + LENGTH; i++) {
      nanos = nanos << 4 | Character.digit(buffer.get(i), 16);
    }
    return nanos;
  }
}
