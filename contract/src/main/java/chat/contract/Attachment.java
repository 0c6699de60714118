package chat.contract;

/**
 * A file that a message carries.
 *
 * @param id the file's id
 * @param name its name as shown to people
 * @param contentType its media type, found from its content
 * @param size in bytes
 */
public record Attachment(String id, String name, String contentType, long size) {

  public Attachment {
    if (size < 0) {
      throw new IllegalArgumentException("size: " + size + " (expected: >= 0)");
    }
  }
}
