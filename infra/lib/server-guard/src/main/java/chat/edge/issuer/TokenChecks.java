package chat.edge.issuer;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** The checks of an issuer's tokens, by Spring Security and Nimbus. */
final class TokenChecks {

  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  /** The longest time between a logout and its token's arrival here. */
  private static final Duration LOGOUT_AGE = Duration.ofMinutes(10);

  private static final String LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout";

  private final IssuerSettings.Terms terms;
  private final JWKSource<SecurityContext> keys;
  private final InstantSource clock;

  TokenChecks(IssuerSettings.Terms terms, JWKSource<SecurityContext> keys, InstantSource clock) {
    this.terms = terms;
    this.keys = keys;
    this.clock = clock;
  }

  /** Checks access tokens. Not all issuers know RFC 9068, so the type may be missing. */
  JwtDecoder ofAccessTokens() {
    return decoder(
        Set.of("at+jwt", "application/at+jwt", "JWT"),
        List.of(
            new JwtAudienceValidator(terms.audience()),
            claim("sub", token -> isText(token, "sub")),
            claim("events", token -> !token.hasClaim("events")))); // else a logout token would do
  }

  /** Checks logout tokens (OpenID Connect Back-Channel Logout 1.0, 2.6). */
  JwtDecoder ofLogoutTokens() {
    return decoder(
        Set.of("logout+jwt", "JWT"),
        List.of(
            claim("aud", this::isForUs),
            claim("events", TokenChecks::isLogout),
            claim("nonce", token -> !token.hasClaim("nonce")),
            claim("jti", token -> isText(token, "jti")),
            claim("sub", token -> isText(token, "sub") || isText(token, "sid")),
            claim("iat", this::isRecent)));
  }

  static boolean isText(Jwt token, String claim) {
    return token.getClaims().get(claim) instanceof String text && !text.isBlank();
  }

  private JwtDecoder decoder(Set<String> types, List<OAuth2TokenValidator<Jwt>> more) {
    Set<JOSEObjectType> accepted = new HashSet<>();
    types.forEach(type -> accepted.add(new JOSEObjectType(type)));
    accepted.add(null);
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(accepted));
    processor.setJWSKeySelector(new SignatureKeys(algorithms(), keys));
    processor.setJWSVerifierFactory(Ed25519Signature.andOthers());
    processor.setJWTClaimsSetVerifier((claims, context) -> {}); // the validators below do
    NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
    List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>(ofAllTokens());
    validators.addAll(more);
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(validators));
    decoder.setClaimSetConverter(TokenChecks::typed);
    return decoder;
  }

  /** Times become instants. Spring makes a time of issue up where there is none. */
  private static Map<String, Object> typed(Map<String, Object> claims) {
    Map<String, Object> typed =
        new HashMap<>(MappedJwtClaimSetConverter.withDefaults(Map.of()).convert(claims));
    if (!claims.containsKey("iat")) {
      typed.remove("iat");
    }
    return typed;
  }

  private Set<JWSAlgorithm> algorithms() {
    return terms.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
  }

  private List<OAuth2TokenValidator<Jwt>> ofAllTokens() {
    JwtTimestampValidator times = new JwtTimestampValidator(CLOCK_SKEW);
    times.setAllowEmptyExpiryClaim(false);
    times.setClock(clock.withZone(ZoneOffset.UTC));
    return List.of(times, new JwtIssuerValidator(terms.issuer()), claim("iat", this::isIssued));
  }

  private static OAuth2TokenValidator<Jwt> claim(String name, Predicate<Jwt> isGood) {
    OAuth2Error error = new OAuth2Error("invalid_token", "the claim " + name + " is wrong", null);
    return token ->
        isGood.test(token)
            ? OAuth2TokenValidatorResult.success()
            : OAuth2TokenValidatorResult.failure(error);
  }

  private boolean isIssued(Jwt token) {
    Instant at = token.getIssuedAt();
    return at == null || !at.isAfter(clock.instant().plus(CLOCK_SKEW));
  }

  /** By the specification it is for the client; some issuers name the audience of its tokens. */
  private boolean isForUs(Jwt token) {
    List<String> audience = token.getAudience();
    return audience != null
        && audience.stream()
            .anyMatch(name -> name.equals(terms.audience()) || name.equals(terms.clientId()));
  }

  private boolean isRecent(Jwt token) {
    Instant at = token.getIssuedAt();
    return at != null && at.isAfter(clock.instant().minus(LOGOUT_AGE));
  }

  private static boolean isLogout(Jwt token) {
    return token.getClaims().get("events") instanceof Map<?, ?> events
        && events.get(LOGOUT_EVENT) instanceof Map<?, ?>;
  }
}
