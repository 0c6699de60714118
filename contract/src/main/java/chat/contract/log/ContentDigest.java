package chat.contract.log;

import chat.contract.ApplicationData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Digests the content of a message, to tell a retry from another message with the same id. */
public final class ContentDigest {

  private ContentDigest() {}

  /** The digest of an event that an application emits. */
  public static int of(String name, ApplicationData data) {
    MessageDigest sha = Identity.sha256();
    // No message begins so: its text is followed by eight bytes, and NUL is in no text.
    sha.update((byte) 0);
    sha.update((byte) 1);
    sha.update(name.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    sha.update(data.sorted().getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(sha.digest()).getInt();
  }

  /**
   * The digest of the content that a client sent.
   *
   * @param attachments ids of files, in the client's order
   * @param data of the application; the order of their keys does not matter
   */
  public static int of(
      @Nullable String content,
      @Nullable Long replyTo,
      List<String> attachments,
      @Nullable ApplicationData data) {
    MessageDigest sha = Identity.sha256();
    if (content != null) {
      sha.update(content.getBytes(StandardCharsets.UTF_8));
    }
    sha.update((byte) 0);
    sha.update(ByteBuffer.allocate(Long.BYTES).putLong(replyTo == null ? 0 : replyTo).array());
    for (String attachment : attachments) {
      sha.update((byte) 0);
      sha.update(attachment.getBytes(StandardCharsets.UTF_8));
    }
    if (data != null) {
      // No id of a file begins with this byte.
      sha.update((byte) 0);
      sha.update((byte) 1);
      sha.update(data.sorted().getBytes(StandardCharsets.UTF_8));
    }
    return ByteBuffer.wrap(sha.digest()).getInt();
  }
}
