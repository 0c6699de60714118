package chat.upload.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;

/** PNG (third edition): blanks EXIF and the text chunks in which programs hide it. */
final class PngCopy extends LocationFreeCopy {

  private static final int SIGNATURE = 8;
  private static final int HEAD = 8;
  private static final int CHECKSUM = 4;
  private static final int LARGEST_LOOKED_AT = 1 << 20;
  private static final Set<String> TEXTS = Set.of("tEXt", "zTXt", "iTXt");
  private static final byte[] COMMENT = "tEXtComment\0".getBytes(ISO_8859_1);

  PngCopy(InputStream in, Target target) {
    super(in, target);
  }

  @Override
  void copy() throws IOException {
    pass(SIGNATURE);
    while (true) {
      byte[] head = in.readNBytes(HEAD);
      long length =
          head.length < HEAD ? -1 : Integer.toUnsignedLong(ByteBuffer.wrap(head).getInt());
      String type = length < 0 ? "" : new String(head, 4, 4, ISO_8859_1);
      boolean suspect = (type.equals("eXIf") || TEXTS.contains(type)) && length >= COMMENT.length;
      if (!suspect || length > LARGEST_LOOKED_AT) {
        put(head);
        if (length < 0) {
          return;
        }
        pass(length + CHECKSUM);
      } else if (!copySuspect(head, type, in.readNBytes((int) length))) {
        return;
      }
    }
  }

  private boolean copySuspect(byte[] head, String type, byte[] data) throws IOException {
    byte[] checksum = in.readNBytes(CHECKSUM);
    byte[] typed = new byte[4 + data.length];
    System.arraycopy(head, 4, typed, 0, 4);
    System.arraycopy(data, 0, typed, 4, data.length);
    if (checksum.length == CHECKSUM && blank(type, typed)) {
      markChanged();
      CRC32 crc = new CRC32();
      crc.update(typed);
      checksum = ByteBuffer.allocate(CHECKSUM).putInt((int) crc.getValue()).array();
    }
    put(head, 0, 4);
    put(typed);
    put(checksum);
    return checksum.length == CHECKSUM;
  }

  private static boolean blank(String type, byte[] typed) {
    if (type.equals("eXIf")) {
      ExifBlock exif = ExifBlock.read(typed, 4);
      if (exif.hasLocation() && !exif.putAlone(typed, 4)) {
        putComment(typed);
      }
      return exif.hasLocation();
    }
    String text = new String(typed, 4, typed.length - 4, ISO_8859_1);
    boolean profile = text.startsWith("Raw profile type ") || text.startsWith("XML:com.adobe.xmp");
    if (profile) {
      putComment(typed); // may be compressed, so words can't be searched in it
    }
    return profile;
  }

  /** Replaces a chunk by an empty comment of the same length. */
  private static void putComment(byte[] typed) {
    Arrays.fill(typed, (byte) ' ');
    System.arraycopy(COMMENT, 0, typed, 0, COMMENT.length);
  }
}
