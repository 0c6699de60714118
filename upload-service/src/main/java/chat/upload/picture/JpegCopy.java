package chat.upload.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** JPEG (ITU T.81): blanks EXIF, XMP and IPTC segments. */
final class JpegCopy extends LocationFreeCopy {

  private static final int MARK = 0xff;
  private static final int APP1 = 0xe1;
  private static final int APP13 = 0xed;
  private static final String EXIF = "Exif\0\0";
  private static final String LONG_XMP = "http://ns.adobe.com/xmp/extension/";
  private static final String IPTC = "8BIM\u0004\u0004";

  JpegCopy(InputStream in, Target target) {
    super(in, target);
  }

  /** Pixels never contain a marker, so segments after the first picture are found too. */
  @Override
  void copy() throws IOException {
    for (int b = in.read(); b >= 0; b = in.read()) {
      put(b);
      if (b != MARK) {
        continue;
      }
      int marker = in.read();
      while (marker == MARK) {
        put(marker);
        marker = in.read();
      }
      if (marker < 0) {
        return;
      }
      put(marker);
      if (hasSegment(marker) && !copySegment(marker)) {
        return;
      }
    }
  }

  private static boolean hasSegment(int marker) {
    return marker > 1 && (marker < 0xd0 || marker > 0xd9);
  }

  private boolean copySegment(int marker) throws IOException {
    byte[] head = in.readNBytes(2);
    put(head);
    int length = head.length < 2 ? 0 : (head[0] & MARK) << 8 | (head[1] & MARK);
    if (length < 2) {
      return false;
    }
    byte[] segment = in.readNBytes(length - 2);
    if (segment.length == length - 2 && blank(marker, segment)) {
      markChanged();
    }
    put(segment);
    return segment.length == length - 2;
  }

  private static boolean blank(int marker, byte[] segment) {
    if (marker != APP1 && marker != APP13) {
      return false;
    }
    String text = new String(segment, ISO_8859_1);
    if (marker == APP1 && text.startsWith(EXIF)) {
      return blankExif(segment);
    }
    boolean blank =
        marker == APP13
            ? text.contains(IPTC)
            : text.startsWith(LONG_XMP) || LocationWords.isIn(text);
    if (blank) {
      Arrays.fill(segment, (byte) 0);
    }
    return blank;
  }

  private static boolean blankExif(byte[] segment) {
    ExifBlock exif = ExifBlock.read(segment, EXIF.length());
    if (exif.hasLocation() && !exif.putAlone(segment, EXIF.length())) {
      Arrays.fill(segment, (byte) 0); // without its name it is not taken for EXIF
    }
    return exif.hasLocation();
  }
}
