package chat.edge.bearer;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.UnsupportedJwtException;
import java.security.Key;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Verifies JWTs of one type, signed with ES256 by a key that the token names but never contains.
 * Safe for use by several threads.
 */
public final class TokenVerifier {

  /** The parser ignores characters that are not Base64, so one token would have many texts. */
  private static final Pattern SHAPE = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

  private final String type;
  private final int maxLength;
  private final Keys keys;
  private final JwtParser parser;

  /** The keys that may have signed a token. */
  @FunctionalInterface
  public interface Keys {

    /** Finds a key by its id; empty if there is none. */
    Optional<PublicKey> find(String id);
  }

  /**
   * The properties of a valid token.
   *
   * @param issuer the issuer claim
   * @param audience one of the values of the audience claim
   * @param maxLength maximum length of a token, in characters
   * @param clockSkew maximum difference of clocks
   */
  public record Terms(String issuer, String audience, int maxLength, Duration clockSkew) {}

  /**
   * Makes a verifier.
   *
   * @param type the {@code typ} of the tokens' headers
   * @param keys exceptions of these pass through {@link #verify}
   */
  public TokenVerifier(String type, Terms terms, InstantSource clock, Keys keys) {
    this.type = type;
    this.maxLength = terms.maxLength();
    this.keys = keys;
    this.parser =
        Jwts.parser()
            .keyLocator(this::key)
            .sig()
            .clear()
            .add(Jwts.SIG.ES256)
            .and()
            .zip()
            .clear()
            .and()
            .requireIssuer(terms.issuer())
            .requireAudience(terms.audience())
            .clock(() -> Date.from(clock.instant()))
            .clockSkewSeconds(terms.clockSkew().toSeconds())
            .build();
  }

  /**
   * Verifies a token.
   *
   * @return its claims, with an expiration; empty if it is not valid
   */
  public Optional<Claims> verify(String token) {
    if (token.length() > maxLength || !SHAPE.matcher(token).matches()) {
      return Optional.empty();
    }
    try {
      Claims claims = parser.parseSignedClaims(token).getPayload();
      return Optional.of(claims).filter(found -> found.getExpiration() != null);
    } catch (JwtException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a token would be valid at an earlier time: it expired, or the clocks differ. */
  public boolean isExpired(String token) {
    try {
      parser.parseSignedClaims(token);
      return false;
    } catch (ExpiredJwtException e) {
      return true;
    } catch (JwtException | IllegalArgumentException e) {
      return false;
    }
  }

  private Key key(Header header) {
    if (header instanceof JwsHeader signed
        && type.equalsIgnoreCase(signed.getType())
        && signed.getKeyId() != null) {
      return keys.find(signed.getKeyId()).orElseThrow(TokenVerifier::unknownKey);
    }
    throw unknownKey();
  }

  private static JwtException unknownKey() {
    return new UnsupportedJwtException("not of a known key");
  }
}
