package chat.upload.picture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The canvas of a file and the rectangle of its first picture on it. In animated WebP and GIF the
 * picture may be smaller than the canvas; the rest is transparent.
 *
 * @param width of the canvas
 * @param height of the canvas
 * @param x of the picture's left edge
 * @param y of the picture's upper edge
 */
record Canvas(int width, int height, int x, int y) {

  private static final int ANIMATED = 0x02;
  private static final int GIF_SCREEN_AT = 6;
  private static final int GIF_HEAD = 13;
  private static final int GIF_PICTURE = 0x2c;
  private static final int GIF_EXTENSION = 0x21;
  private static final int HAS_TABLE = 0x80;
  private static final int TABLE_SIZE = 0x07;

  /**
   * Reads it from the head of a file; for a malformed head the canvas is the picture itself.
   *
   * @param picture the size of the first picture
   */
  static Canvas of(String contentType, byte[] head, int length, PictureSize picture) {
    try {
      return switch (contentType) {
        case "image/webp" -> webp(head, length, picture);
        case "image/gif" -> gif(head, length, picture);
        default -> bare(picture);
      };
    } catch (IndexOutOfBoundsException | IllegalArgumentException | BufferUnderflowException e) {
      return bare(picture);
    }
  }

  PictureSize size() {
    return new PictureSize(width, height);
  }

  /** Whether a picture of a size covers the whole canvas. */
  boolean isCoveredBy(PictureSize picture) {
    return x == 0 && y == 0 && picture.width() >= width && picture.height() >= height;
  }

  private static Canvas bare(PictureSize picture) {
    return new Canvas(picture.width(), picture.height(), 0, 0);
  }

  /** RFC 9649, 2.7: sizes are stored minus one, coordinates halved. */
  private static Canvas webp(byte[] webp, int length, PictureSize picture) {
    int area = Chunks.webp(webp, length, "VP8X");
    int frame = Chunks.webp(webp, length, "ANMF");
    if (area == Chunks.NONE || frame == Chunks.NONE || (webp[area] & ANIMATED) == 0) {
      return bare(picture);
    }
    return new Canvas(
        1 + threeBytes(webp, area + 4),
        1 + threeBytes(webp, area + 7),
        2 * threeBytes(webp, frame),
        2 * threeBytes(webp, frame + 3));
  }

  /** GIF89a, 18 and 20. Browsers enlarge a canvas that is smaller than its first picture. */
  private static Canvas gif(byte[] gif, int length, PictureSize picture) {
    ByteBuffer bytes = ByteBuffer.wrap(gif, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    int width = Short.toUnsignedInt(bytes.getShort(GIF_SCREEN_AT));
    int height = Short.toUnsignedInt(bytes.getShort(GIF_SCREEN_AT + 2));
    int flags = bytes.get(GIF_SCREEN_AT + 4);
    bytes.position(GIF_HEAD + ((flags & HAS_TABLE) == 0 ? 0 : 3 << ((flags & TABLE_SIZE) + 1)));
    while (bytes.get(bytes.position()) == GIF_EXTENSION) {
      bytes.position(bytes.position() + 2);
      skipBlocks(bytes);
    }
    if (bytes.get() != GIF_PICTURE) {
      return bare(picture);
    }
    return new Canvas(
        Math.max(width, picture.width()),
        Math.max(height, picture.height()),
        Short.toUnsignedInt(bytes.getShort()),
        Short.toUnsignedInt(bytes.getShort()));
  }

  private static void skipBlocks(ByteBuffer bytes) {
    int size = Byte.toUnsignedInt(bytes.get(bytes.position()));
    while (size > 0) {
      bytes.position(bytes.position() + 1 + size);
      size = Byte.toUnsignedInt(bytes.get(bytes.position()));
    }
    bytes.position(bytes.position() + 1);
  }

  private static int threeBytes(byte[] bytes, int at) {
    return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8) | ((bytes[at + 2] & 0xff) << 16);
  }
}
