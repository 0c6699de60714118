package chat.upload.file;

import chat.upload.picture.PlacelessCopy;
import chat.upload.storage.FileBucket;
import chat.upload.storage.ObjectWriter;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What others than the owner get of a picture that says where it was taken. */
final class ShownCopy {

  private ShownCopy() {}

  /**
   * Makes it from the picture in the bucket, if it would differ.
   *
   * @return its hash; null if others get the picture as it is
   */
  static @Nullable String make(FileBucket bucket, String id, String contentType, byte[] buffer) {
    MessageDigest sha256 = Digests.sha256();
    try (InputStream picture = bucket.open(StoredFile.keyOf(id));
        ObjectWriter writer =
            new ObjectWriter(
                bucket, StoredFile.shownKeyOf(id), (head, length) -> contentType, buffer)) {
      boolean differs =
          PlacelessCopy.of(
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
