package chat.upload.access;

import chat.edge.bearer.MintedSignIn;
import chat.edge.bearer.TokenVerifier;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import io.jsonwebtoken.Claims;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Verifies users' access tokens. Safe for use by several threads. */
@Component
final class AccessTokens {

  private static final String TYPE = "at+jwt";

  private final TokenVerifier verifier;

  AccessTokens(TokenSettings settings, TokenVerifier.Keys keys, InstantSource clock) {
    this.verifier = new TokenVerifier(TYPE, settings.terms(), clock, keys);
  }

  /**
   * Finds the owner of a token.
   *
   * @param local whether sign-ins with passwords are good; tokens that services mint always are
   * @throws Refusal {@code UNAUTHENTICATED} if the token is not valid; {@code UNAVAILABLE} if the
   *     gateways' keys are not known
   */
  SignedIn verify(String token, boolean local) {
    return verifier
        .verify(token)
        .filter(claims -> local || MintedSignIn.is(String.valueOf(claims.get("sid"))))
        .flatMap(AccessTokens::owner)
        .orElseThrow(
            () ->
                Refusal.of(
                    ProblemCode.UNAUTHENTICATED, "The access token is not, or no longer, good"));
  }

  private static Optional<SignedIn> owner(Claims claims) {
    boolean complete = claims.containsKey("sid") && claims.containsKey("username");
    return complete
        ? Optional.ofNullable(claims.getSubject()).map(SignedIn::new)
        : Optional.empty();
  }
}
