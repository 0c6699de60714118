package chat.gateway.account.signin;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A refresh token. The seal tells a token that was valid once from one that never was: showing the
 * first again ends its family, the second is ignored.
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

  /** The concatenated parts. */
  byte[] bytes() {
    return ByteBuffer.allocate(2 * Long.BYTES + secret.length + seal.length)
        .putLong(family.getMostSignificantBits())
        .putLong(family.getLeastSignificantBits())
        .put(secret)
        .put(seal)
        .array();
  }

  /** The text that the client has. */
  String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
  }

  /** The hash that is stored. */
  String hash() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
