package chat.upload.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds the first chunk with a name in a picture in memory, as far as it is well formed. */
final class Chunks {

  static final int NONE = -1;

  private static final int PNG_SIGNATURE = 8;
  private static final int RIFF_HEAD = 12;
  private static final int HEAD = 8;
  private static final int CHECKSUM = 4;

  private Chunks() {}

  /** The index of the data of a PNG's chunk; {@value #NONE} if there is none. */
  static int png(byte[] png, int length, String name) {
    ByteBuffer bytes = ByteBuffer.wrap(png, 0, length);
    long at = PNG_SIGNATURE;
    while (at + HEAD <= length) {
      if (name.equals(text(png, (int) at + 4))) {
        return (int) at + HEAD;
      }
      at += HEAD + Integer.toUnsignedLong(bytes.getInt((int) at)) + CHECKSUM;
    }
    return NONE;
  }

  /** The same for a WebP, whose chunks begin at even indexes. */
  static int webp(byte[] webp, int length, String name) {
    ByteBuffer bytes = ByteBuffer.wrap(webp, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    long at = RIFF_HEAD;
    while (at + HEAD <= length) {
      if (name.equals(text(webp, (int) at))) {
        return (int) at + HEAD;
      }
      long size = Integer.toUnsignedLong(bytes.getInt((int) at + 4));
      at += HEAD + size + (size & 1);
    }
    return NONE;
  }

  private static String text(byte[] bytes, int at) {
    return new String(bytes, at, 4, ISO_8859_1);
  }
}
