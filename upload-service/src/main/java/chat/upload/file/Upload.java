package chat.upload.file;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.upload.content.ContentTypes;
import chat.upload.content.FileName;
import chat.upload.picture.PictureSize;
import chat.upload.storage.FileBucket;
import chat.upload.storage.ObjectWriter;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way into the bucket: counts, hashes and inspects the content as it passes.
 * Nothing is sent to the bucket before the first part was inspected, and nothing is visible before
 * {@link #finish}. Single-threaded.
 */
final class Upload implements UploadForm.Parts, AutoCloseable {

  private static final int CHUNK = 16 * 1024;

  private final UploadSettings settings;
  private final ContentTypes types;
  private final ObjectWriter writer;
  private final MessageDigest sha256 = Digests.sha256();
  private String contentType = "";
  private String name = "";
  private long size;
  private @Nullable String room;

  /** Starts an upload. */
  Upload(
      UploadSettings settings, ContentTypes types, FileBucket bucket, String key, byte[] buffer) {
    this.settings = settings;
    this.types = types;
    this.writer = new ObjectWriter(bucket, key, this::look, buffer);
  }

  @Override
  public void room(String forRoom) {
    room = forRoom;
  }

  @Override
  public void file(@Nullable String claimedName, InputStream content) throws IOException {
    name = FileName.clean(claimedName);
    byte[] chunk = new byte[CHUNK];
    for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
      size += read;
      if (size > settings.maxSize().toBytes()) {
        throw UploadForm.tooLarge(settings.maxSize().toBytes());
      }
      sha256.update(chunk, 0, read);
      writer.write(chunk, 0, read);
    }
    if (size == 0) {
      throw Refusal.ofField(ProblemCode.INVALID_REQUEST, "file", "empty");
    }
  }

  /** Completes the object in the bucket. */
  void finish() {
    writer.finish();
  }

  /** Removes the parts of an unfinished object. */
  @Override
  public void close() {
    writer.close();
  }

  String name() {
    return name;
  }

  String contentType() {
    return contentType;
  }

  long size() {
    return size;
  }

  @Nullable String room() {
    return room;
  }

  /** The hash of the content; call once. */
  String hash() {
    return Digests.hex(sha256);
  }

  /** Detects the type, and refuses it if it is not accepted. */
  private String look(byte[] head, int length) {
    contentType = types.of(head, length);
    if (!types.isAllowed(contentType)) {
      throw Refusal.ofField(
          ProblemCode.UNSUPPORTED_TYPE, "file", "of the type " + contentType + ", not taken here");
    }
    if (PictureSize.isPicture(contentType)) {
      look(PictureSize.of(contentType, head, length));
    }
    return contentType;
  }

  private void look(Optional<PictureSize> picture) {
    PictureSize found =
        picture.orElseThrow(
            () ->
                Refusal.ofField(
                    ProblemCode.UNSUPPORTED_TYPE, "file", "not a picture that can be read"));
    if (found.pixels() > settings.maxPixels()) {
      throw Refusal.ofField(
          ProblemCode.TOO_LARGE,
          "file",
          "%d × %d pixels, more than %d"
              .formatted(found.width(), found.height(), settings.maxPixels()));
    }
  }
}
