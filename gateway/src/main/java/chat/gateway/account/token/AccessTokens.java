package chat.gateway.account.token;

import chat.contract.Author;
import chat.gateway.broadcast.SignIn;
import chat.gateway.problem.ProblemCode;
import chat.gateway.problem.Refusal;
import chat.gateway.user.Revocations;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.UnsupportedJwtException;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Issues and verifies access tokens: JWTs (RFC 9068) of one algorithm, signed with a key that the
 * token names but does not contain. Threads may share it.
 */
public final class AccessTokens {

  private static final String TYPE = "at+jwt";

  /** The parser ignores characters that are not Base64, so one token would have many texts. */
  private static final Pattern SHAPE = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

  private final TokenSettings settings;
  private final TokenKeys keys;
  private final InstantSource clock;
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final Revocations revocations;
  private final JwtParser parser;
  private final VerifiedTokens verified;

  AccessTokens(
      TokenSettings settings, TokenKeys keys, Revocations revocations, InstantSource clock) {
    this.settings = settings;
    this.revocations = revocations;
    this.keys = keys;
    this.clock = clock;
    this.verified = new VerifiedTokens(settings.remembered());
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
            .requireIssuer(settings.issuer())
            .requireAudience(settings.audience())
            .clock(() -> Date.from(clock.instant()))
            .clockSkewSeconds(settings.clockSkew().toSeconds())
            .build();
  }

  /**
   * Issues a token. The same arguments give the same token again.
   *
   * @param id unique to the token
   * @param at when it is issued, from which its lifetime counts
   */
  public String issue(String id, Author user, SignIn signIn, Instant at) {
    return Jwts.builder()
        .header()
        .type(TYPE)
        .keyId(keys.signingId())
        .and()
        .issuer(settings.issuer())
        .audience()
        .add(settings.audience())
        .and()
        .subject(user.id())
        .id(id)
        .claim("username", user.username())
        .claim("sid", signIn.family())
        .claim("ver", signIn.version())
        .issuedAt(Date.from(at))
        .notBefore(Date.from(at))
        .expiration(Date.from(at.plus(settings.lifetime())))
        .signWith(keys.signing(), new ReproducibleEs256())
        .compact();
  }

  /** Time until a token issued at a given time expires. */
  public Duration remaining(Instant at) {
    return Duration.between(clock.instant(), at.plus(settings.lifetime()));
  }

  /**
   * Verifies a token. Takes a millisecond or two for a token that is new to this gateway, then
   * microseconds.
   *
   * @throws Refusal {@code UNAUTHENTICATED} if it is not valid, {@code UNAVAILABLE} if that is not
   *     known
   */
  public SignedIn verify(String token) {
    if (token.length() > settings.maxLength() || !SHAPE.matcher(token).matches()) {
      throw bad();
    }
    Optional<SignedIn> known = verified.find(token, keys.edition());
    SignedIn signedIn = known.isPresent() ? known.get() : parse(token);
    if (clock.instant().isAfter(signedIn.expiresAt().plus(settings.clockSkew()))) {
      throw bad();
    }
    if (!revocations.isKnown(signedIn.user().id())) {
      throw Refusal.until(
          ProblemCode.UNAVAILABLE,
          "it is not known at present whether this sign-in has ended",
          ASK_AGAIN);
    }
    if (isRevoked(signedIn)) {
      throw bad();
    }
    if (known.isEmpty()) {
      verified.add(token, signedIn, keys.edition(), clock.instant());
    }
    return signedIn;
  }

  /** Whether a sign-in ended after its token was verified. */
  public boolean isRevoked(SignedIn signedIn) {
    return revocations.isRevoked(signedIn.user().id(), signedIn.signIn());
  }

  private SignedIn parse(String token) {
    try {
      Claims claims = parser.parseSignedClaims(token).getPayload();
      String family = claims.get("sid", String.class);
      String username = claims.get("username", String.class);
      Integer version = claims.get("ver", Integer.class);
      Date expiration = claims.getExpiration();
      if (claims.getSubject() == null
          || family == null
          || username == null
          || version == null
          || expiration == null) {
        throw bad();
      }
      return new SignedIn(
          new Author(claims.getSubject(), username),
          new SignIn(family, version),
          expiration.toInstant());
    } catch (JwtException | IllegalArgumentException e) {
      throw bad();
    }
  }

  private Key key(Header header) {
    if (header instanceof JwsHeader signed
        && TYPE.equalsIgnoreCase(signed.getType())
        && signed.getKeyId() != null) {
      return keys.verifying(signed.getKeyId()).orElseThrow(AccessTokens::unknownKey);
    }
    throw unknownKey();
  }

  private static JwtException unknownKey() {
    return new UnsupportedJwtException("not of a known key");
  }

  private static Refusal bad() {
    return Refusal.of(ProblemCode.UNAUTHENTICATED, "The access token is not, or no longer, good");
  }
}
