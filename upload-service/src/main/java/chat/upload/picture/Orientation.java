package chat.upload.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.geom.AffineTransform;

/** The orientation of a picture's pixels, as in EXIF: 1 is upright, 6 lies on its left side. */
final class Orientation {

  static final int UPRIGHT = 1;

  private static final int FIRST_TURNED = 5;
  private static final int START_OF_SCAN = 0xda;
  private static final int APP1 = 0xe1;
  private static final int FILL = 0xff;
  private static final String NAMED = "Exif\0\0";

  private Orientation() {}

  /** The orientation in a picture's EXIF block, or 1. */
  static int of(String contentType, byte[] picture) {
    int exif =
        switch (contentType) {
          case "image/jpeg" -> ofJpeg(picture);
          case "image/png" -> Chunks.png(picture, picture.length, "eXIf");
          case "image/webp" -> Chunks.webp(picture, picture.length, "EXIF");
          default -> Chunks.NONE;
        };
    if (exif == Chunks.NONE) {
      return UPRIGHT;
    }
    return ExifBlock.read(picture, isNamed(picture, exif) ? exif + NAMED.length() : exif)
        .orientation();
  }

  private static int ofJpeg(byte[] jpeg) {
    int at = 2;
    while (at + 4 < jpeg.length && (jpeg[at] & 0xff) == 0xff) {
      int marker = jpeg[at + 1] & 0xff;
      if (marker == FILL) {
        at++;
        continue;
      }
      if (marker == START_OF_SCAN) {
        return Chunks.NONE;
      }
      if (marker == APP1 && isNamed(jpeg, at + 4)) {
        return at + 4;
      }
      at += 2 + ((jpeg[at + 2] & 0xff) << 8 | (jpeg[at + 3] & 0xff));
    }
    return Chunks.NONE;
  }

  private static boolean isNamed(byte[] bytes, int at) {
    return at + NAMED.length() <= bytes.length
        && new String(bytes, at, NAMED.length(), ISO_8859_1).equals(NAMED);
  }

  /** Whether width and height are exchanged. */
  static boolean isTurned(int orientation) {
    return orientation >= FIRST_TURNED;
  }

  /**
   * The transformation that turns a picture upright.
   *
   * @param width before the transformation
   * @param height before the transformation
   */
  static AffineTransform upright(int orientation, int width, int height) {
    return switch (orientation) {
      case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
      case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
      case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
      case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
      case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
      case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
      case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
      default -> new AffineTransform();
    };
  }
}
