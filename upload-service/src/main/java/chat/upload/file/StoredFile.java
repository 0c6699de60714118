package chat.upload.file;

import chat.contract.file.FileEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A completely uploaded file.
 *
 * @param owner the uploader's id
 * @param room the room for which it was uploaded; null: it is readable where it is attached
 * @param name the display name
 * @param contentType detected from the content
 * @param size in bytes
 * @param sha256 of the uploaded content, in hexadecimal
 * @param statusAt start of the status
 * @param shownSha256 of the copy for users other than the owner; null: they get the original
 * @param thumbnail the type of the thumbnail, {@value #NO_THUMBNAIL}, or null: not known yet
 * @param announced whether {@code chat.files} has it
 */
public record StoredFile(
    String id,
    String owner,
    @Nullable String room,
    String name,
    String contentType,
    long size,
    String sha256,
    FileStatus status,
    Instant statusAt,
    Instant createdAt,
    @Nullable String shownSha256,
    @Nullable String thumbnail,
    boolean announced) {

  /** In place of a thumbnail's type: none can be made. */
  public static final String NO_THUMBNAIL = "none";

  /** The key of the original in the bucket. */
  public String key() {
    return keyOf(id);
  }

  /** The key of the copy that a user gets. */
  String keyFor(String user) {
    return shownSha256 == null || user.equals(owner) ? key() : shownKeyOf(id);
  }

  String sha256For(String user) {
    return shownSha256 == null || user.equals(owner) ? sha256 : shownSha256;
  }

  /** The event for data teams. */
  public FileEvent uploaded() {
    return new FileEvent.Uploaded(
        id, owner, room, name, contentType, size, sha256, status.word(), createdAt.toEpochMilli());
  }

  static String keyOf(String id) {
    return "originals/" + id;
  }

  static String shownKeyOf(String id) {
    return "shown/" + id;
  }

  static String thumbnailKeyOf(String id) {
    return "thumbnails/" + id;
  }

  /** All keys that may belong to a file. */
  public static List<String> keysOf(String id) {
    return List.of(keyOf(id), shownKeyOf(id), thumbnailKeyOf(id));
  }
}
