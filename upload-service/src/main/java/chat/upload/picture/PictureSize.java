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
 * How large a picture says to be.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record PictureSize(int width, int height) {

  /** The types of pictures that are understood here. */
  private static final Set<String> UNDERSTOOD =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  /** Whether a file of a type is a picture that is understood here. */
  public static boolean isPicture(String contentType) {
    return UNDERSTOOD.contains(contentType);
  }

  /** Reads it from the header and decodes nothing; empty if the bytes have no good header. */
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
      return Optional.empty(); // Decoders meet hostile bytes with all sorts of exceptions.
    } finally {
      reader.dispose();
    }
  }

  /** What browsers have to hold of it: the area, or a picture that does not fit into it. */
  private static PictureSize largest(PictureSize one, PictureSize other) {
    return one.pixels() > other.pixels() ? one : other;
  }

  /** How many pixels; more than an int holds if it comes to that. */
  public long pixels() {
    return (long) width * height;
  }
}
