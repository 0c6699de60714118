package chat.gateway.log;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Numbers of seven bits a byte, the low ones first. */
final class Varint {

  private static final int MORE = 0x80;

  private Varint() {}

  static void write(long value, ByteArrayOutputStream to) {
    long rest = value;
    while (rest >= MORE) {
      to.write((int) (rest & (MORE - 1)) | MORE);
      rest >>>= 7;
    }
    to.write((int) rest);
  }

  static long read(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int part = from.get();
      value |= (long) (part & (MORE - 1)) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number is too long");
  }
}
