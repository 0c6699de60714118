package chat.upload.picture;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How thumbnails are made.
 *
 * @param size the side of the square into which they fit, in pixels
 * @param maxPixels the largest picture of which one is made; its decoding takes at most some 6
 *     bytes a pixel
 * @param threads how many are made at once
 * @param queue how many more wait to be made
 * @param timeout longest wait of who asks
 */
@ConfigurationProperties("chat.upload.thumbnail")
public record ThumbnailSettings(
    @DefaultValue("320") int size,
    @DefaultValue("25000000") long maxPixels,
    @DefaultValue("1") int threads,
    @DefaultValue("32") int queue,
    @DefaultValue("10s") Duration timeout) {

  public ThumbnailSettings {
    if (threads < 1 || queue < 1) {
      throw new IllegalArgumentException(
          "chat.upload.thumbnail: threads %d, queue %d (expected: > 0)".formatted(threads, queue));
    }
  }
}
