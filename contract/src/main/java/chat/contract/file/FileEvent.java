package chat.contract.file;

import chat.contract.log.Topic;
import org.jspecify.annotations.Nullable;

/**
 * An event in the life of an uploaded file: the value of a record in {@link Topic#FILES}, keyed by
 * the file's id.
 */
public sealed interface FileEvent {

  /** The type, as in the JSON. */
  String type();

  /** The file's id. */
  String file();

  /** The id of the file's owner. */
  String user();

  /** The time of the event, in milliseconds since the epoch UTC. */
  long at();

  /** The event's id, unique among all events. Readers drop a second event with the same id. */
  default String id() {
    return file() + "." + type();
  }

  /**
   * A file was uploaded completely.
   *
   * @param room the room for which it was uploaded, if any
   * @param name the display name
   * @param contentType the media type, detected from the content
   * @param size in bytes
   * @param sha256 of its content, in hexadecimal
   * @param status {@code clean} if it can be fetched, or {@code quarantine} until a {@link Scanned}
   *     follows
   */
  record Uploaded(
      String file,
      String user,
      @Nullable String room,
      String name,
      String contentType,
      long size,
      String sha256,
      String status,
      long at)
      implements FileEvent {
    @Override
    public String type() {
      return "uploaded";
    }
  }

  /**
   * A file was scanned for malware.
   *
   * @param status {@code clean} or {@code infected}
   */
  record Scanned(String file, String user, String status, long at) implements FileEvent {
    @Override
    public String type() {
      return "scanned";
    }
  }

  /** A file and its content were removed. */
  record Removed(String file, String user, long at) implements FileEvent {
    @Override
    public String type() {
      return "deleted";
    }
  }
}
