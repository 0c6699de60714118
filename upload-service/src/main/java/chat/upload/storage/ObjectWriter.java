package chat.upload.storage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Writes one object of any length through one buffer. The object is not visible before {@link
 * #finish}. Single-threaded.
 */
public final class ObjectWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ObjectWriter.class);

  private final FileBucket bucket;
  private final String key;
  private final Inspection inspection;
  private final List<CompletedPart> parts = new ArrayList<>();
  private final byte[] buffer;
  private int filled;
  private @Nullable String upload;

  /** Inspects the beginning of an object before any of it is sent. */
  public interface Inspection {
    /**
     * Gives the object's type, or throws: then nothing is sent.
     *
     * @param head the first part, or the whole object
     */
    String contentType(byte[] head, int length);
  }

  /**
   * Starts an object.
   *
   * @param buffer as large as a part; S3 requires 5 MiB except for the last part
   */
  public ObjectWriter(FileBucket bucket, String key, Inspection inspection, byte[] buffer) {
    this.bucket = bucket;
    this.key = key;
    this.inspection = inspection;
    this.buffer = buffer;
  }

  /** Buffers bytes, and sends a part when the buffer is full. */
  public void write(byte[] bytes, int from, int length) {
    int copied = 0;
    while (copied < length) {
      if (filled == buffer.length) {
        sendPart();
      }
      int fits = Math.min(buffer.length - filled, length - copied);
      System.arraycopy(bytes, from + copied, buffer, filled, fits);
      filled += fits;
      copied += fits;
    }
  }

  /** Completes the object. */
  public void finish() {
    String begun = upload;
    if (begun == null) {
      bucket.put(key, inspection.contentType(buffer, filled), buffer, filled);
      return;
    }
    if (filled > 0) {
      sendPart();
    }
    bucket.complete(key, begun, parts);
    upload = null;
  }

  /** Removes the parts of an unfinished object. */
  @Override
  public void close() {
    String begun = upload;
    if (begun == null) {
      return;
    }
    upload = null;
    try {
      bucket.abort(key, begun);
    } catch (SdkException e) {
      LOG.warn("parts of {} remain until the upkeep aborts them: {}", key, e.getMessage());
    }
  }

  private void sendPart() {
    String begun = upload;
    if (begun == null) {
      begun = bucket.begin(key, inspection.contentType(buffer, filled));
      upload = begun;
    }
    parts.add(bucket.part(key, begun, parts.size() + 1, buffer, filled));
    filled = 0;
  }
}
