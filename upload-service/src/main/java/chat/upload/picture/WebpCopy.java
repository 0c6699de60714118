package chat.upload.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** WebP (RFC 9649): blanks EXIF and XMP chunks. */
final class WebpCopy extends LocationFreeCopy {

  private static final int FILE_HEAD = 12;
  private static final int CHUNK_HEAD = 8;
  private static final int LARGEST_LOOKED_AT = 1 << 20;
  private static final String NAMED = "Exif\0\0";

  WebpCopy(InputStream in, Target target) {
    super(in, target);
  }

  @Override
  void copy() throws IOException {
    pass(FILE_HEAD);
    while (true) {
      byte[] head = in.readNBytes(CHUNK_HEAD);
      put(head);
      if (head.length < CHUNK_HEAD) {
        return;
      }
      long length =
          Integer.toUnsignedLong(ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4));
      String type = new String(head, 0, 4, ISO_8859_1);
      boolean suspect = type.equals("EXIF") || type.equals("XMP ");
      if (suspect && length <= LARGEST_LOOKED_AT) {
        byte[] data = in.readNBytes((int) length);
        if (blank(type, data)) {
          markChanged();
        }
        put(data);
        pass(length & 1);
      } else {
        pass(length + (length & 1)); // chunks begin at even indexes
      }
    }
  }

  private static boolean blank(String type, byte[] data) {
    String text = new String(data, ISO_8859_1);
    if (type.equals("EXIF")) {
      int from = text.startsWith(NAMED) ? NAMED.length() : 0;
      ExifBlock exif = ExifBlock.read(data, from);
      if (exif.hasLocation()) {
        var unused = exif.putAlone(data, from);
      }
      return exif.hasLocation();
    }
    boolean location = LocationWords.isIn(text);
    if (location) {
      Arrays.fill(data, (byte) ' ');
    }
    return location;
  }
}
