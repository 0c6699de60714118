package chat.reader;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/**
 * The metadata of a group's commit: the id of the topic, and which rooms were read. The rooms are a
 * digest, as Kafka keeps 4,096 bytes at most. The Python reader writes the same.
 */
final class CommitMetadata {

  private static final int DIGEST_BYTES = 16;

  private CommitMetadata() {}

  /**
   * The metadata of a commit.
   *
   * @param rooms none: all rooms, for which the id stands alone
   */
  static String of(String topicId, Set<String> rooms) {
    return rooms.isEmpty() ? topicId : topicId + " " + digest(rooms);
  }

  /** The id of the topic in a commit's metadata. */
  static String topicId(String metadata) {
    int end = metadata.indexOf(' ');
    return end < 0 ? metadata : metadata.substring(0, end);
  }

  private static String digest(Set<String> rooms) {
    try {
      byte[] names = String.join(" ", new TreeSet<>(rooms)).getBytes(UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(names);
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }
}
