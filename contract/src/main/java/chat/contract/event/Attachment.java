package chat.contract.event;

/**
 * A file that a message carries.
 *
 * @param id the file's id
 * @param name the display name
 * @param contentType the media type, detected from the content
 * @param size in bytes
 */
public record Attachment(String id, String name, String contentType, long size) {

  public Attachment {
    if (size < 0) {
      throw new IllegalArgumentException("size: " + size + " (expected: >= 0)");
    }
  }
}
