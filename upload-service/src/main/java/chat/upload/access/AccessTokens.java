package chat.upload.access;

import chat.upload.problem.ProblemCode;
import chat.upload.problem.Refusal;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Checks access tokens: JWTs of the one algorithm that gateways sign with. Threads may share it.
 */
@Component
final class AccessTokens {

  private static final String TYPE = "at+jwt";
  private static final Set<String> CLAIMS = Set.of("sub", "sid", "username", "exp");
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** The parser passes over what is no Base64: one token would have many texts. */
  private static final Pattern SHAPE = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

  private final int maxLength;
  private final DefaultJWTProcessor<SecurityContext> processor;

  /** Then a key that is not among them, though they were just asked for, is nobody's. */
  private volatile boolean keysKnown;

  AccessTokens(TokenSettings settings, JWKSource<SecurityContext> keys) {
    maxLength = TokenSettings.MAX_LENGTH;
    processor = processor(TYPE, CLAIMS, settings, keys);
  }

  /** Checks tokens of one type, which have to have some claims. */
  static DefaultJWTProcessor<SecurityContext> processor(
      String type, Set<String> required, TokenSettings settings, JWKSource<SecurityContext> keys) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(type)));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keys));
    JWTClaimsSet issuer = new JWTClaimsSet.Builder().issuer(settings.issuer()).build();
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(settings.audience(), issuer, required);
    claims.setMaxClockSkew(Math.toIntExact(TokenSettings.CLOCK_SKEW.toSeconds()));
    processor.setJWTClaimsSetVerifier(claims);
    return processor;
  }

  /**
   * Finds out who sent a token.
   *
   * @throws Refusal {@code UNAUTHENTICATED} if it is not good at present; {@code UNAVAILABLE} if
   *     that can't be known, as no gateway tells its keys
   */
  SignedIn verify(String token) {
    if (token.length() > maxLength || !SHAPE.matcher(token).matches()) {
      throw bad();
    }
    try {
      SignedIn signedIn = new SignedIn(processor.process(token, null).getSubject());
      keysKnown = true;
      return signedIn;
    } catch (RateLimitReachedException e) {
      throw keysKnown ? bad() : unknown();
    } catch (KeySourceException e) {
      throw unknown();
    } catch (ParseException | BadJOSEException | JOSEException e) {
      throw bad();
    }
  }

  private static Refusal unknown() {
    return Refusal.until(
        ProblemCode.UNAVAILABLE, "Access tokens can't be checked at present", RETRY);
  }

  private static Refusal bad() {
    return Refusal.of(ProblemCode.UNAUTHENTICATED, "The access token is not, or no longer, good");
  }
}
