package chat.gateway.account.token;

import chat.contract.Author;
import chat.sockets.fanout.SignIn;
import java.security.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The user of a verified access token.
 *
 * @param user the account
 * @param signIn the sign-in that the token comes from; ending it ends all its tokens
 * @param expiresAt when the token ends
 * @param authenticatedAt when the user proved to the token's issuer who they are; null for a token
 *     of our own
 */
public record SignedIn(
    Author user, SignIn signIn, Instant expiresAt, @Nullable Instant authenticatedAt)
    implements Principal {

  /** The user of a token of our own. */
  public SignedIn(Author user, SignIn signIn, Instant expiresAt) {
    this(user, signIn, expiresAt, null);
  }

  @Override
  public String getName() {
    return user.id();
  }
}
