package chat.contract;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
  public static final int BYTES = 40;

  /** How many bytes the header had while it was no text. */
  private static final int BINARY_BYTES = BYTES / 2;

  private static final HexFormat HEX = HexFormat.of();

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
   * Reads the header of a record: what {@link #toBytes} wrote, or the same as 20 bytes, as records
   * have it that were written before the header was text.
   *
   * @throws IllegalArgumentException if the bytes are neither
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

  /** The identity and then the digest, as {@value #BYTES} hexadecimal digits of UTF-8 text. */
  public byte[] toBytes() {
    String hex = HEX.toHexDigits(high) + HEX.toHexDigits(low) + HEX.toHexDigits(digest);
    return hex.getBytes(StandardCharsets.UTF_8);
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
