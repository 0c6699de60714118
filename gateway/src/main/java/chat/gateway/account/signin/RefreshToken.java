package chat.gateway.account.signin;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What gets the next tokens of a family. The seal tells a token that was good once from one that
 * never was: the first, shown again, ends its family; the second means nothing.
 */
final class RefreshToken {

  private final UUID family;
  private final byte[] secret;
  private final byte[] seal;

  RefreshToken(UUID family, byte[] secret, byte[] seal) {
    this.family = family;
    this.secret = secret;
    this.seal = seal;
  }

  UUID family() {
    return family;
  }

  byte[] secret() {
    return secret.clone();
  }

  /** Its parts one after the other. */
  byte[] bytes() {
    return ByteBuffer.allocate(2 * Long.BYTES + secret.length + seal.length)
        .putLong(family.getMostSignificantBits())
        .putLong(family.getLeastSignificantBits())
        .put(secret)
        .put(seal)
        .array();
  }

  /** What the client holds. */
  String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
  }

  /** What is stored of it. */
  String hash() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
