package chat.contract.log;

import chat.contract.Author;
import chat.contract.event.RoomEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The identity of an event: room, sender and the sender's id as 128 bits. Beside it is a digest of
 * the content, which tells a retry from another message under a used id.
 *
 * <p>The 128 bits are from SHA-256, because clients choose the ids and must not be able to forge
 * the identity of another user's message.
 *
 * @param high the first half of the identity
 * @param low the second half
 * @param digest of the content; not part of the identity
 */
public record Identity(long high, long low, int digest) {

  /** The length of {@link #toBytes}. */
  public static final int BYTES = 40;

  /** The length of the older binary form. */
  private static final int BINARY_BYTES = BYTES / 2;

  private static final HexFormat HEX = HexFormat.of();

  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(Identity::newSha256);

  /** The identity of an event. */
  public static Identity of(RoomEvent event, int digest) {
    Author actor = event.actor();
    return of(event.room(), actor == null ? "" : actor.id(), event.id(), digest);
  }

  /** The identity of the event that a sender calls {@code id} in a room. */
  public static Identity of(String room, String sender, String id, int digest) {
    MessageDigest sha = sha256();
    sha.update(room.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    sha.update(sender.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    sha.update(id.getBytes(StandardCharsets.UTF_8));
    ByteBuffer hash = ByteBuffer.wrap(sha.digest());
    return new Identity(hash.getLong(), hash.getLong(), digest);
  }

  /**
   * Reads the header of a record, in the text form of {@link #toBytes} or in the older form of 20
   * bytes.
   *
   * @throws IllegalArgumentException if the bytes have neither form
   */
  public static Identity of(byte[] bytes) {
    if (bytes.length == BINARY_BYTES) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new Identity(buffer.getLong(), buffer.getLong(), buffer.getInt());
    }
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "identity: " + bytes.length + " bytes (expected: " + BYTES + ")");
    }
    String hex = new String(bytes, StandardCharsets.ISO_8859_1);
    return new Identity(
        HexFormat.fromHexDigitsToLong(hex, 0, 16),
        HexFormat.fromHexDigitsToLong(hex, 16, 32),
        HexFormat.fromHexDigits(hex, 32, BYTES));
  }

  /** The identity and then the digest, as {@value #BYTES} hexadecimal digits in UTF-8. */
  public byte[] toBytes() {
    String hex = HEX.toHexDigits(high) + HEX.toHexDigits(low) + HEX.toHexDigits(digest);
    return hex.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The older binary form: the identity and then the digest, big-endian. Written only while
   * processes of a release run that reads no text.
   */
  public byte[] toBinary() {
    return ByteBuffer.allocate(BINARY_BYTES).putLong(high).putLong(low).putInt(digest).array();
  }

  /** Whether both identities are equal, whatever their digests. */
  public boolean matches(Identity other) {
    return high == other.high && low == other.low;
  }

  /** The digest of this thread, reset: to look one up costs more than to digest a message. */
  static MessageDigest sha256() {
    MessageDigest sha = SHA_256.get();
    sha.reset();
    return sha;
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
