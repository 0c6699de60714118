package chat.upload.file;

import chat.contract.FileEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file that is complete.
 *
 * @param owner the id of who uploaded it
 * @param room for which it was uploaded; null: it is readable where it is attached
 * @param name as shown to people
 * @param contentType found from its content
 * @param size in bytes
 * @param sha256 in hexadecimal, of what was uploaded
 * @param statusAt since when it has the status
 * @param shownSha256 of what others than the owner get; null: the same
 * @param thumbnail the type of the thumbnail that was made, {@value #NO_THUMBNAIL}, or null: not
 *     known yet
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

  /** Instead of a thumbnail's type: none can be made. */
  public static final String NO_THUMBNAIL = "none";

  /** Under which key the file stands in the bucket, as it was uploaded. */
  public String key() {
    return keyOf(id);
  }

  /** Under which key the bytes stand that a user gets. */
  String keyFor(String user) {
    return shownSha256 == null || user.equals(owner) ? key() : shownKeyOf(id);
  }

  String sha256For(String user) {
    return shownSha256 == null || user.equals(owner) ? sha256 : shownSha256;
  }

  /** What data teams are told of it. */
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

  /** Under which keys there may be something of a file. */
  public static List<String> keysOf(String id) {
    return List.of(keyOf(id), shownKeyOf(id), thumbnailKeyOf(id));
  }
}
