package chat.upload.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.geom.AffineTransform;

/** Which way up the pixels of a JPEG lie, as EXIF counts: 1 is upright, 6 lies on its left side. */
final class JpegOrientation {

  static final int UPRIGHT = 1;

  private static final int FIRST_TURNED = 5;
  private static final int START_OF_SCAN = 0xda;
  private static final int APP1 = 0xe1;

  private JpegOrientation() {}

  static int of(byte[] jpeg) {
    int at = 2;
    while (at + 10 < jpeg.length && (jpeg[at] & 0xff) == 0xff) {
      int marker = jpeg[at + 1] & 0xff;
      int length = (jpeg[at + 2] & 0xff) << 8 | (jpeg[at + 3] & 0xff);
      if (marker == START_OF_SCAN) {
        return UPRIGHT;
      }
      if (marker == APP1 && new String(jpeg, at + 4, 6, ISO_8859_1).equals("Exif\0\0")) {
        return ExifBlock.read(jpeg, at + 10).orientation();
      }
      at += 2 + length;
    }
    return UPRIGHT;
  }

  /** Whether width and height change places. */
  static boolean isTurned(int orientation) {
    return orientation >= FIRST_TURNED;
  }

  /**
   * What brings a picture upright.
   *
   * @param width as it lies
   * @param height as it lies
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
