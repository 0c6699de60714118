package chat.contract;

import org.jspecify.annotations.Nullable;

/**
 * What happened to an uploaded file: the value of a record in {@link Topic#FILES}, keyed by the
 * file's id.
 */
public sealed interface FileEvent {

  /** What happened, as its JSON says. */
  String type();

  /** The file's id. */
  String file();

  /** The id of the user whose file it is. */
  String user();

  /** When it happened, in milliseconds since the epoch UTC. */
  long at();

  /** Unique among all events; who finds one twice has found the same thing twice. */
  default String id() {
    return file() + "." + type();
  }

  /**
   * A file is complete.
   *
   * @param room that it was uploaded for
   * @param name as shown to people
   * @param contentType its media type, found from its content
   * @param size in bytes
   * @param sha256 of its content, in hexadecimal
   * @param status whether it can be fetched: {@code clean}, or {@code quarantine} until a {@link
   *     Scanned} follows
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
   * A file was looked through for malware.
   *
   * @param status {@code clean} or {@code infected}
   */
  record Scanned(String file, String user, String status, long at) implements FileEvent {
    @Override
    public String type() {
      return "scanned";
    }
  }

  /** A file is gone, and its content with it. */
  record Removed(String file, String user, long at) implements FileEvent {
    @Override
    public String type() {
      return "deleted";
    }
  }
}
