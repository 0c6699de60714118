package chat.gateway.account.token;

import chat.contract.Author;
import chat.sockets.fanout.SignIn;
import java.security.Principal;
import java.time.Instant;

/**
 * The user of a verified access token.
 *
 * @param user the account
 * @param signIn the sign-in that the token comes from; ending it ends all its tokens
 * @param expiresAt when the token ends
 */
public record SignedIn(Author user, SignIn signIn, Instant expiresAt) implements Principal {

  @Override
  public String getName() {
    return user.id();
  }
}
