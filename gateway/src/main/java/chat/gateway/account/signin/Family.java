package chat.gateway.account.signin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in and all its tokens; of its refresh tokens only the last is valid.
 *
 * @param userId the account's id
 * @param accountVersion the account's version when it began
 * @param tokenHash hash of the valid refresh token
 * @param previousHash hash of the token before; null at first
 * @param rotatedAt when the valid token, and its access token, were made
 * @param expiresAt when the family expires
 * @param endedAt when it was ended; null while it is open
 */
record Family(
    String id,
    String userId,
    int accountVersion,
    String tokenHash,
    @Nullable String previousHash,
    Instant rotatedAt,
    Instant expiresAt,
    @Nullable Instant endedAt) {

  /** The family after its refresh token was replaced. */
  Family rotated(String nextHash, Instant now, Instant expiry) {
    return new Family(id, userId, accountVersion, nextHash, tokenHash, now, expiry, endedAt);
  }

  boolean isOpen(Instant now) {
    return endedAt == null && now.isBefore(expiresAt);
  }

  /** Whether its last step replaced one token by another. */
  boolean wentFromTo(String from, String to) {
    return from.equals(previousHash) && to.equals(tokenHash);
  }
}
