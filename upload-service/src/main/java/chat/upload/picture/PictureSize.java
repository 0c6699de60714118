package chat.upload.picture;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * The size of a picture according to its header.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record PictureSize(int width, int height) {

  /** The supported picture types. */
  private static final Set<String> UNDERSTOOD =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  /** Whether a type is a supported picture type. */
  public static boolean isPicture(String contentType) {
    return UNDERSTOOD.contains(contentType);
  }

  /** Reads the size from the header without decoding; empty if the header is invalid. */
  public static Optional<PictureSize> of(String contentType, byte[] head, int length) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(contentType);
    if (!readers.hasNext()) {
      return Optional.empty();
    }
    ImageReader reader = readers.next();
    try (ImageInputStream input = new ByteArrayImageInputStream(head, 0, length)) {
      reader.setInput(input, true, true);
      PictureSize first = new PictureSize(reader.getWidth(0), reader.getHeight(0));
      return Optional.of(largest(first, Canvas.of(contentType, head, length, first).size()));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // Decoders throw all sorts of exceptions on hostile bytes.
    } finally {
      reader.dispose();
    }
  }

  /**
   * The larger of two sizes: browsers need memory for the canvas, or for a picture that exceeds it.
   */
  private static PictureSize largest(PictureSize one, PictureSize other) {
    return one.pixels() > other.pixels() ? one : other;
  }

  /** The number of pixels, which may exceed an int. */
  public long pixels() {
    return (long) width * height;
  }
}
