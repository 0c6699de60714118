package chat.upload.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures to test with: the left half is red, the right half blue. */
public final class Pictures {

  /** What stands for a place in those that say where they were taken. */
  public static final String PLACE = "48.8584N";

  private Pictures() {}

  /** A picture of a format that Java writes. */
  public static byte[] of(String format, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(Color.RED);
    canvas.fillRect(0, 0, width / 2, height);
    canvas.setColor(Color.BLUE);
    canvas.fillRect(width / 2, 0, width - width / 2, height);
    canvas.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A WebP of one pixel. */
  public static byte[] webp() {
    return Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
  }

  /** A PNG that says to have 50,000 × 50,000 pixels and has none. */
  public static byte[] hugePng() {
    byte[] png = of("png", 1, 1);
    ByteBuffer.wrap(png).putInt(16, 50_000).putInt(20, 50_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    return png;
  }

  /** A JPEG as a telephone makes it: with the place, and lying on its side. */
  public static byte[] jpegWithPlace(int width, int height) {
    byte[] exif = concat("Exif\0\0".getBytes(ISO_8859_1), tiff());
    byte[] xmp =
        ("http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='" + PLACE + "'/>")
            .getBytes(ISO_8859_1);
    byte[] jpeg = of("jpeg", width, height);
    return concat(
        slice(jpeg, 0, 2), segment(0xe1, exif), segment(0xe1, xmp), slice(jpeg, 2, jpeg.length));
  }

  /** The same as PNG. */
  public static byte[] pngWithPlace(int width, int height) {
    byte[] png = of("png", width, height);
    byte[] text = ("XML:com.adobe.xmp\0\0\0\0\0" + PLACE).getBytes(ISO_8859_1);
    return concat(
        slice(png, 0, 33), chunk("eXIf", tiff()), chunk("iTXt", text), slice(png, 33, png.length));
  }

  /** The same as WebP. */
  public static byte[] webpWithPlace() {
    byte[] webp = webp();
    byte[] tiff = tiff();
    ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    head.put("EXIF".getBytes(ISO_8859_1)).putInt(tiff.length);
    byte[] all = concat(webp, head.array(), tiff, new byte[tiff.length & 1]);
    ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).putInt(4, all.length - 8);
    return all;
  }

  static BufferedImage decode(byte[] bytes) {
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An EXIF block with an orientation (6: on its left side) and the pointer to a place. */
  private static byte[] tiff() {
    return ByteBuffer.allocate(60)
        .put("MM\0*".getBytes(ISO_8859_1))
        .putInt(8)
        .putShort((short) 2)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putInt(6 << 16)
        .putShort((short) 0x8825)
        .putShort((short) 4)
        .putInt(1)
        .putInt(38)
        .putInt(0)
        .put(PLACE.getBytes(ISO_8859_1))
        .array();
  }

  private static byte[] segment(int marker, byte[] content) {
    return ByteBuffer.allocate(4 + content.length)
        .put((byte) 0xff)
        .put((byte) marker)
        .putShort((short) (2 + content.length))
        .put(content)
        .array();
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] typed = concat(type.getBytes(ISO_8859_1), data);
    CRC32 crc = new CRC32();
    crc.update(typed);
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(typed)
        .putInt((int) crc.getValue())
        .array();
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
