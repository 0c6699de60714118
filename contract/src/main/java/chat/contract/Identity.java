package chat.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What makes two records the same: room, sender and the sender's id, as 128 bits, and beside it a
 * digest of what was said, which tells a retry from another message under a used id.
 *
 * <p>128 bits of SHA-256, for ids are chosen by clients, who must not be able to aim at the
 * identity of somebody else's message.
 *
 * @param high the first half of the identity
 * @param low the second half
 * @param digest of the content, no part of the identity
 */
public record Identity(long high, long low, int digest) {

  /** How many bytes {@link #toBytes} gives. */
  public static final int BYTES = 20;

  /** The identity of an event. */
  public static Identity of(RoomEvent event, int digest) {
    Author actor = event.actor();
    return of(event.room(), actor == null ? "" : actor.id(), event.id(), digest);
  }

  /** The identity of what a sender calls {@code id} in a room. */
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
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if there are not {@value #BYTES} bytes
   */
  public static Identity of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "identity: " + bytes.length + " bytes (expected: " + BYTES + ")");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Identity(buffer.getLong(), buffer.getLong(), buffer.getInt());
  }

  /** The identity and then the digest, big-endian. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).putInt(digest).array();
  }

  /** Whether both name the same message, whatever they say. */
  public boolean matches(Identity other) {
    return high == other.high && low == other.low;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
