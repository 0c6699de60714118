package chat.upload.picture;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small version of a file's first picture: composed as browsers show it, upright, and without
 * metadata.
 *
 * @param contentType PNG for pictures with transparency, otherwise JPEG
 */
public record Thumbnail(String contentType, byte[] bytes) {

  private static final Logger LOG = LoggerFactory.getLogger(Thumbnail.class);

  /** WebP is decoded as a whole, the others are scaled down while they are decoded. */
  private static final int WHOLE_COSTS = 4;

  /**
   * Makes a thumbnail that fits into a square.
   *
   * @param maxPixels maximum number of pixels to decode
   * @return empty if the picture is too large or broken
   */
  public static Optional<Thumbnail> of(
      String contentType, byte[] picture, int side, long maxPixels) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(contentType);
    if (!readers.hasNext()) {
      return Optional.empty();
    }
    ImageReader reader = readers.next();
    try (ImageInputStream input = new ByteArrayImageInputStream(picture)) {
      reader.setInput(input, true, true);
      PictureSize size = new PictureSize(reader.getWidth(0), reader.getHeight(0));
      boolean whole = contentType.equals("image/webp");
      if (size.pixels() > (whole ? maxPixels / WHOLE_COSTS : maxPixels)) {
        return Optional.empty();
      }
      Canvas canvas = Canvas.of(contentType, picture, picture.length, size);
      BufferedImage decoded = decode(reader, canvas.size(), side, whole);
      int orientation = Orientation.of(contentType, picture);
      return Optional.of(encode(new Composed(decoded, size, canvas).scaled(side, orientation)));
    } catch (IOException | RuntimeException e) {
      // Decoders throw all sorts of exceptions on hostile bytes.
      LOG.info("a picture has no thumbnail: {}", e.toString());
      return Optional.empty();
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage decode(ImageReader reader, PictureSize size, int side, boolean whole)
      throws IOException {
    ImageReadParam how = reader.getDefaultReadParam();
    int step = Math.max(1, Math.max(size.width(), size.height()) / (2 * side));
    if (!whole) {
      how.setSourceSubsampling(step, step, 0, 0);
    }
    return reader.read(0, how);
  }

  /**
   * The first picture on its canvas.
   *
   * @param decoded the decoded picture, possibly scaled down
   * @param size its size on the canvas
   */
  private record Composed(BufferedImage decoded, PictureSize size, Canvas canvas) {

    /** Uses no more memory than the square, however large the canvas is. */
    BufferedImage scaled(int side, int orientation) {
      double factor = Math.min(1, (double) side / Math.max(canvas.width(), canvas.height()));
      int width = Math.max(1, (int) Math.round(canvas.width() * factor));
      int height = Math.max(1, (int) Math.round(canvas.height() * factor));
      boolean turned = Orientation.isTurned(orientation);
      BufferedImage small =
          new BufferedImage(
              turned ? height : width,
              turned ? width : height,
              isTransparent() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
      Graphics2D drawn = small.createGraphics();
      drawn.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      AffineTransform transform = Orientation.upright(orientation, width, height);
      transform.scale((double) width / canvas.width(), (double) height / canvas.height());
      transform.translate(canvas.x(), canvas.y());
      transform.scale(
          (double) size.width() / decoded.getWidth(), (double) size.height() / decoded.getHeight());
      drawn.drawImage(decoded, transform, null);
      drawn.dispose();
      return small;
    }

    private boolean isTransparent() {
      return decoded.getColorModel().hasAlpha() || !canvas.isCoveredBy(size);
    }
  }

  private static Thumbnail encode(BufferedImage image) throws IOException {
    boolean alpha = image.getColorModel().hasAlpha();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, alpha ? "png" : "jpeg", bytes)) {
      throw new IOException("no encoder");
    }
    return new Thumbnail(alpha ? "image/png" : "image/jpeg", bytes.toByteArray());
  }
}
