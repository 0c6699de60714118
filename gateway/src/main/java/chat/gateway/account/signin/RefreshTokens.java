package chat.gateway.account.signin;

import chat.gateway.account.token.Secret;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Issues refresh tokens. A successor is derived from its predecessor and a secret key, so any
 * gateway that is shown the same token twice issues the same successor, and stores neither.
 */
final class RefreshTokens {

  private static final String MAC = "HmacSHA256";
  private static final int ID_LENGTH = 16;
  private static final int SECRET_LENGTH = 32;
  private static final int SEAL_LENGTH = 16;

  private final Secret succession;
  private final Secret sealing;
  private final RandomGenerator random;

  RefreshTokens(Secret secret, RandomGenerator random) {
    this.succession = secret.forPurpose("refresh token succession");
    this.sealing = secret.forPurpose("refresh token seal");
    this.random = random;
  }

  /** The first token of a family. */
  RefreshToken first(UUID family) {
    byte[] secret = new byte[SECRET_LENGTH];
    random.nextBytes(secret);
    return token(family, secret);
  }

  /** The token that replaces another. */
  RefreshToken successor(RefreshToken token) {
    return token(token.family(), succession.hash(MAC, id(token.family()), token.secret()));
  }

  /** Parses a client's token; empty if no gateway issued it. */
  Optional<RefreshToken> read(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length != ID_LENGTH + SECRET_LENGTH + SEAL_LENGTH) {
      return Optional.empty();
    }
    ByteBuffer parts = ByteBuffer.wrap(bytes);
    UUID family = new UUID(parts.getLong(), parts.getLong());
    RefreshToken token =
        token(family, Arrays.copyOfRange(bytes, ID_LENGTH, ID_LENGTH + SECRET_LENGTH));
    boolean ours = MessageDigest.isEqual(token.bytes(), bytes);
    return ours ? Optional.of(token) : Optional.empty();
  }

  private RefreshToken token(UUID family, byte[] secret) {
    byte[] id = id(family);
    byte[] seal = Arrays.copyOf(sealing.hash(MAC, id, secret), SEAL_LENGTH);
    return new RefreshToken(family, secret, seal);
  }

  private static byte[] id(UUID family) {
    return ByteBuffer.allocate(ID_LENGTH)
        .putLong(family.getMostSignificantBits())
        .putLong(family.getLeastSignificantBits())
        .array();
  }
}
