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

/** Pictures for tests: the left half is red, the right half blue. */
public final class Pictures {

  /** The placeholder for a GPS position. */
  public static final String PLACE = "48.8584N";

  private Pictures() {}

  /** A picture in a format that Java writes. */
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

  /** A WebP of 400 × 300 whose first picture, 100 × 100 in one colour, is at 200, 50. */
  public static byte[] animatedWebp() {
    return Base64.getDecoder()
        .decode(
            "UklGRpAAAABXRUJQVlA4WAoAAAASAAAAjwEAKwEAQU5JTQYAAAAAAAAAAABBTk1GLgAAAGQAABkAAGMAAGMAAMgAAABW"
                + "UDhMFgAAAC9jwBgABxD9j/6HAUgI//dLEf1PJQJBTk1GLgAAAGQAABkAAGMAAGMAAMgAAABWUDhMFgAAAC9jwBgA"
                + "BxD9j/6HAUgI//dLEf1PJQI=");
  }

  /** The same as a GIF: the picture is red and blue. */
  public static byte[] animatedGif() {
    byte[] gif = of("gif", 100, 100);
    ByteBuffer bytes = ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort(6, (short) 400).putShort(8, (short) 300);
    int picture = 13 + (3 << ((gif[10] & 7) + 1));
    while (gif[picture] != 0x2c) {
      picture++;
    }
    bytes.putShort(picture + 1, (short) 200).putShort(picture + 3, (short) 50);
    return gif;
  }

  /** A JPEG, PNG or WebP with an orientation; the upper left quarter is red, the rest blue. */
  static byte[] lying(String format, int orientation) {
    byte[] tiff =
        ByteBuffer.allocate(26)
            .put("MM\0*".getBytes(ISO_8859_1))
            .putInt(8)
            .putShort((short) 1)
            .putShort((short) 0x0112)
            .putShort((short) 3)
            .putInt(1)
            .putShort((short) orientation)
            .array();
    return switch (format) {
      case "jpeg" -> {
        byte[] jpeg = cornered("jpeg");
        byte[] exif = concat("Exif\0\0".getBytes(ISO_8859_1), tiff);
        yield concat(slice(jpeg, 0, 2), segment(0xe1, exif), slice(jpeg, 2, jpeg.length));
      }
      case "png" -> {
        byte[] png = cornered("png");
        int end = png.length - 12; // also behind the pixels
        yield concat(slice(png, 0, end), chunk("eXIf", tiff), slice(png, end, png.length));
      }
      default -> webpWith(tiff);
    };
  }

  private static byte[] webpWith(byte[] tiff) {
    byte[] still =
        Base64.getDecoder()
            .decode(
                "UklGRjgAAABXRUJQVlA4TCwAAAAvV8JjAA8Q87//8x8OzLRtUwbjj3Z/AdQR/Z+A77x08h//8d+exP/8z//TNA==");
    byte[] area = {8, 0, 0, 0, 0x57, 2, 0, (byte) 0x8f, 1, 0};
    return riff(riffChunk("VP8X", area), slice(still, 12, still.length), riffChunk("EXIF", tiff));
  }

  /** A WebP of 36 bytes with 16,383 × 16,383 pixels of one colour. */
  static byte[] webpBomb() {
    return Base64.getDecoder().decode("UklGRhwAAABXRUJQVlA4TA8AAAAv/r//DwcQ/Y/+ByKi/wEA");
  }

  /**
   * An animated WebP.
   *
   * @param area width and height
   * @param frame x, y, width and height as in its header
   * @param picture a still WebP
   */
  static byte[] animatedWebp(int[] area, int[] frame, byte[] picture) {
    ByteBuffer vp8x = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).put((byte) 2);
    vp8x.position(4);
    ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    three(vp8x, area[0] - 1, area[1] - 1);
    three(head, frame[0] / 2, frame[1] / 2, frame[2] - 1, frame[3] - 1);
    byte[] anmf = concat(head.array(), slice(picture, 12, picture.length));
    return riff(
        riffChunk("VP8X", vp8x.array()),
        riffChunk("ANIM", new byte[6]),
        riffChunk("ANMF", anmf),
        riffChunk("ANMF", anmf));
  }

  private static void three(ByteBuffer bytes, int... values) {
    for (int value : values) {
      bytes.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
    }
  }

  private static byte[] riff(byte[]... chunks) {
    byte[] all = concat(chunks);
    ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    head.put("RIFF".getBytes(ISO_8859_1)).putInt(4 + all.length);
    return concat(head.put("WEBP".getBytes(ISO_8859_1)).array(), all);
  }

  private static byte[] riffChunk(String name, byte[] data) {
    ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    head.put(name.getBytes(ISO_8859_1)).putInt(data.length);
    return concat(head.array(), data, new byte[data.length & 1]);
  }

  private static byte[] cornered(String format) {
    BufferedImage image = new BufferedImage(600, 400, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(Color.BLUE);
    canvas.fillRect(0, 0, 600, 400);
    canvas.setColor(Color.RED);
    canvas.fillRect(0, 0, 300, 200);
    canvas.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A PNG whose header says 50,000 × 50,000 pixels, without any. */
  public static byte[] hugePng() {
    byte[] png = of("png", 1, 1);
    ByteBuffer.wrap(png).putInt(16, 50_000).putInt(20, 50_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    return png;
  }

  /** A JPEG as a phone makes it: with a GPS position, and lying on its side. */
  public static byte[] jpegWithLocation(int width, int height) {
    byte[] exif = concat("Exif\0\0".getBytes(ISO_8859_1), tiff());
    byte[] xmp =
        ("http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='" + PLACE + "'/>")
            .getBytes(ISO_8859_1);
    byte[] jpeg = of("jpeg", width, height);
    return concat(
        slice(jpeg, 0, 2), segment(0xe1, exif), segment(0xe1, xmp), slice(jpeg, 2, jpeg.length));
  }

  /** The same as PNG. */
  public static byte[] pngWithLocation(int width, int height) {
    byte[] png = of("png", width, height);
    byte[] text = ("XML:com.adobe.xmp\0\0\0\0\0" + PLACE).getBytes(ISO_8859_1);
    return concat(
        slice(png, 0, 33), chunk("eXIf", tiff()), chunk("iTXt", text), slice(png, 33, png.length));
  }

  /** The same as WebP. */
  public static byte[] webpWithLocation() {
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

  /** An EXIF block with an orientation (6: on its left side) and the pointer to a GPS position. */
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
