package chat.gateway.account.token;

import chat.contract.Author;
import chat.edge.bearer.MintedSignIn;
import chat.edge.bearer.TokenVerifier;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.events.Revocations;
import chat.sockets.fanout.SignIn;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.RequiredTypeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;

/**
 * Issues and verifies access tokens: JWTs (RFC 9068) of one algorithm that name their key. Safe for
 * use by several threads.
 */
public final class AccessTokens {

  /** The longest lifetime of a token that a service mints. */
  public static final Duration LONGEST_MINTED = Duration.ofDays(1);

  private static final String TYPE = "at+jwt";
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final TokenSettings settings;
  private final TokenKeys keys;
  private final InstantSource clock;
  private final Revocations revocations;
  private final TokenVerifier verifier;
  private final VerifiedTokens verified;

  AccessTokens(
      TokenSettings settings, TokenKeys keys, Revocations revocations, InstantSource clock) {
    this.settings = settings;
    this.revocations = revocations;
    this.keys = keys;
    this.clock = clock;
    this.verified = new VerifiedTokens(settings.remembered());
    this.verifier = new TokenVerifier(TYPE, settings.terms(), clock, keys::verifying);
  }

  /**
   * Issues a token. The same arguments give the same token again.
   *
   * @param id unique to the token
   * @param at when it is issued, from which its lifetime counts
   */
  public String issue(String id, Author user, SignIn signIn, Instant at) {
    return issue(id, user, signIn, at, settings.lifetime());
  }

  /**
   * Issues a token for a user of a service; it is a sign-in of its own.
   *
   * @param id unique to the token
   * @param version the account's version now
   * @param lifetime at most {@link #LONGEST_MINTED}
   */
  public String mint(String id, Author user, int version, Duration lifetime) {
    return issue(id, user, new SignIn(MintedSignIn.of(id), version), clock.instant(), lifetime);
  }

  private String issue(String id, Author user, SignIn signIn, Instant at, Duration lifetime) {
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
        .expiration(Date.from(at.plus(lifetime)))
        .signWith(keys.signing(), new ReproducibleEs256())
        .compact();
  }

  /** Time until a token issued at a given time expires. */
  public Duration remaining(Instant at) {
    return Duration.between(clock.instant(), at.plus(settings.lifetime()));
  }

  /**
   * Finds the owner of a token. Takes a millisecond or two for a new token, microseconds after
   * that.
   *
   * @throws Refusal {@code UNAUTHENTICATED} if it is not valid, {@code UNAVAILABLE} if it is not
   *     known whether its sign-in has ended
   */
  public SignedIn verify(String token) {
    Optional<SignedIn> known = verified.find(token, keys.edition());
    SignedIn signedIn = known.isPresent() ? known.get() : parse(token);
    require(signedIn);
    if (known.isEmpty()) {
      verified.add(token, signedIn, keys.edition(), clock.instant());
    }
    return signedIn;
  }

  /**
   * Returns if a verified token has not ended.
   *
   * @throws Refusal as {@link #verify}
   */
  public void require(SignedIn signedIn) {
    if (clock.instant().isAfter(signedIn.expiresAt().plus(settings.clockSkew()))) {
      throw invalid();
    }
    if (!revocations.isKnown(signedIn.user().id())) {
      throw Refusal.until(
          ProblemCode.UNAVAILABLE,
          "it is not known at present whether this sign-in has ended",
          RETRY);
    }
    if (isRevoked(signedIn)) {
      throw invalid();
    }
  }

  /** Whether a sign-in ended after its token was verified. */
  public boolean isRevoked(SignedIn signedIn) {
    return revocations.isRevoked(signedIn.user().id(), signedIn.signIn());
  }

  private SignedIn parse(String token) {
    return verifier.verify(token).flatMap(AccessTokens::owner).orElseThrow(AccessTokens::invalid);
  }

  private static Optional<SignedIn> owner(Claims claims) {
    try {
      String user = claims.getSubject();
      String family = claims.get("sid", String.class);
      String username = claims.get("username", String.class);
      Integer version = claims.get("ver", Integer.class);
      if (user == null || family == null || username == null || version == null) {
        return Optional.empty();
      }
      return Optional.of(
          new SignedIn(
              new Author(user, username),
              new SignIn(family, version),
              claims.getExpiration().toInstant()));
    } catch (RequiredTypeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The refusal of a token that is not valid. */
  public static Refusal invalid() {
    return Refusal.of(ProblemCode.UNAUTHENTICATED, "The access token is not, or no longer, good");
  }
}
