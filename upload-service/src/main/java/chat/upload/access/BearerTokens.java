package chat.upload.access;

import chat.edge.issuer.Issuer;
import chat.edge.issuer.Issuers;
import chat.edge.issuer.LocalAccounts;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Finds the owner of any access token, ours or an issuer's. A gateway, which alone passes requests
 * on, knows whether the token's sign-in has ended. Safe for use by several threads.
 */
@Component
final class BearerTokens {

  private final LocalAccounts accounts;
  private final AccessTokens ours;
  private final Issuers issuers;

  BearerTokens(LocalAccounts accounts, AccessTokens ours, Issuers issuers) {
    this.accounts = accounts;
    this.ours = ours;
    this.issuers = issuers;
  }

  /**
   * Finds the owner of a token.
   *
   * @throws chat.edge.problem.Refusal {@code UNAUTHENTICATED} if the token is not valid; {@code
   *     UNAVAILABLE} if the keys of its issuer are not known
   */
  SignedIn verify(String token) {
    Optional<Issuer> issuer = issuers.of(token);
    if (issuer.isPresent()) {
      return issuer.get().verify(token, said -> new SignedIn(said.user()));
    }
    return ours.verify(token, accounts.local());
  }
}
