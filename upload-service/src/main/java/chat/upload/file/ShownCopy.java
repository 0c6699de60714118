package chat.upload.file;

import chat.upload.picture.LocationFreeCopy;
import chat.upload.storage.FileBucket;
import chat.upload.storage.ObjectWriter;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Makes the copy of a picture without its GPS position, for users other than the owner. */
final class ShownCopy {

  private ShownCopy() {}

  /**
   * Makes the copy of a picture in the bucket, if it would differ.
   *
   * @return its hash; null if other users get the original picture
   */
  static @Nullable String make(FileBucket bucket, String id, String contentType, byte[] buffer) {
    MessageDigest sha256 = Digests.sha256();
    try (InputStream picture = bucket.open(StoredFile.keyOf(id));
        ObjectWriter writer =
            new ObjectWriter(
                bucket, StoredFile.shownKeyOf(id), (head, length) -> contentType, buffer)) {
      boolean differs =
          LocationFreeCopy.of(
                  contentType,
                  picture,
                  (bytes, from, length) -> {
                    sha256.update(bytes, from, length);
                    writer.write(bytes, from, length);
                  })
              .run();
      if (!differs) {
        return null;
      }
      writer.finish();
      return Digests.hex(sha256);
    } catch (IOException e) {
      throw SdkClientException.create("reading back " + id, e);
    }
  }
}
