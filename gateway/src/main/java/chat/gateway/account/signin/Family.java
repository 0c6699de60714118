package chat.gateway.account.signin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One sign-in and all tokens that came from it; of its refresh tokens only the last is good.
 *
 * @param userId whose
 * @param accountVersion the account's version when it began
 * @param tokenHash of the refresh token that is good
 * @param previousHash of the one that it replaced; null at first
 * @param rotatedAt since when it is good; its access token was made then
 * @param expiresAt when the family ends by itself
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

  /** As it is after its refresh token was replaced by another. */
  Family rotated(String nextHash, Instant now, Instant expiry) {
    return new Family(id, userId, accountVersion, nextHash, tokenHash, now, expiry, endedAt);
  }

  boolean isOpen(Instant now) {
    return endedAt == null && now.isBefore(expiresAt);
  }

  /** Whether it went from one refresh token to another in its last step. */
  boolean wentFromTo(String from, String to) {
    return from.equals(previousHash) && to.equals(tokenHash);
  }
}
