package chat.edge.issuer;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import com.nimbusds.jwt.JWTParser;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The issuers that the operator named. A token's {@code iss} only chooses among them; an address in
 * a token is never used. Safe for use by several threads.
 */
public final class Issuers {

  /** The longest token that is looked at, in characters: as long as a request's header. */
  private static final int MAX_LENGTH = 8192;

  private final Map<String, Issuer> issuers;

  /**
   * The issuers of a service.
   *
   * @param clock the time of day, which tokens tell
   * @param steadyClock for pauses between calls
   */
  Issuers(
      IssuerSettings settings,
      InstantSource clock,
      InstantSource steadyClock,
      IssuerKeys.Times times) {
    IssuerHttp http = new IssuerHttp(times.answer());
    this.issuers =
        settings.issuers().stream()
            .collect(
                Collectors.toMap(
                    IssuerSettings.Terms::issuer,
                    terms ->
                        new Issuer(
                            terms, IssuerKeys.cached(terms, http, times, steadyClock), clock)));
  }

  /** The issuer that a token says it is of, which is not verified yet; empty if none is meant. */
  public Optional<Issuer> of(String token) {
    if (issuers.isEmpty() || token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JWTParser.parse(token).getJWTClaimsSet())
          .map(claims -> claims.getIssuer())
          .map(issuers::get);
    } catch (ParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The refusal of a token that is not valid. */
  static Refusal invalid() {
    return Refusal.of(ProblemCode.UNAUTHENTICATED, "The access token is not, or no longer, good");
  }
}
