package chat.upload.access;

import chat.edge.issuer.Issuer;
import chat.edge.issuer.Issuers;
import chat.edge.issuer.LocalAccounts;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
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
   * @throws Refusal {@code UNAUTHENTICATED} if the token is not valid; {@code UNAVAILABLE} if the
   *     keys of its issuer are not known
   */
  SignedIn verify(String token) {
    Optional<Issuer> issuer = issuers.of(token);
    if (issuer.isPresent()) {
      return issuer.get().verify(token, said -> new SignedIn(said.user()));
    }
    if (!accounts.local()) {
      throw Refusal.of(ProblemCode.UNAUTHENTICATED, "The access token is not, or no longer, good");
    }
    return ours.verify(token);
  }
}
