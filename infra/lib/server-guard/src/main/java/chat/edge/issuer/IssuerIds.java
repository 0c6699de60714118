package chat.edge.issuer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids of what an issuer names, the same at every process: UUIDs of version 8 (RFC 9562, 5.8) of a
 * SHA-256 of kind, issuer and name.
 */
final class IssuerIds {

  private IssuerIds() {}

  static String user(String issuer, String subject) {
    return id("user", issuer, subject);
  }

  static String session(String issuer, String session) {
    return id("session", issuer, session);
  }

  static String logout(String issuer, String id) {
    return id("logout", issuer, id);
  }

  private static String id(String... parts) {
    ByteBuffer digest = ByteBuffer.wrap(digest(parts));
    long high = (digest.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000;
    long low = (digest.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  /** Each part follows its length, so that no other parts have the same bytes. */
  private static byte[] digest(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
