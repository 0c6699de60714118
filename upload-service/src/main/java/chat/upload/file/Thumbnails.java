package chat.upload.file;

import chat.upload.picture.PictureSize;
import chat.upload.picture.Thumbnail;
import chat.upload.picture.ThumbnailMaker;
import chat.upload.storage.FileBucket;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The thumbnails of pictures in the bucket, each made at its first request. Two made at the same
 * time are equal.
 */
@Component
class Thumbnails {

  /** The side of the square into which they fit, in pixels. */
  static final int SIZE = 320;

  /** The largest picture of which one is made; its decoding takes at most some 6 bytes a pixel. */
  private static final long MAX_PIXELS = 25_000_000;

  private final ThumbnailMaker maker;
  private final FileBucket bucket;
  private final Files files;

  Thumbnails(ThumbnailMaker maker, FileBucket bucket, Files files) {
    this.maker = maker;
    this.bucket = bucket;
    this.files = files;
  }

  /** Makes the thumbnail if there is none yet and gives its type; empty if none can be made. */
  Optional<String> typeOf(StoredFile file) {
    String known = file.thumbnail();
    if (StoredFile.NO_THUMBNAIL.equals(known) || !PictureSize.isPicture(file.contentType())) {
      return Optional.empty();
    }
    return known == null ? maker.work(() -> make(file)) : Optional.of(known);
  }

  private Optional<String> make(StoredFile file) {
    Optional<Thumbnail> made = Thumbnail.of(file.contentType(), read(file), SIZE, MAX_PIXELS);
    made.ifPresent(
        thumbnail ->
            bucket.put(
                StoredFile.thumbnailKeyOf(file.id()),
                thumbnail.contentType(),
                thumbnail.bytes(),
                thumbnail.bytes().length));
    Optional<String> type = made.map(Thumbnail::contentType);
    files.setThumbnail(file.id(), type.orElse(StoredFile.NO_THUMBNAIL));
    return type;
  }

  private byte[] read(StoredFile file) {
    try (InputStream picture = bucket.open(file.key())) {
      return picture.readAllBytes();
    } catch (IOException e) {
      throw SdkClientException.create("reading " + file.id(), e);
    }
  }
}
