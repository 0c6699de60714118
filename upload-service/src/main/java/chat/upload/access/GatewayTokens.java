package chat.upload.access;

import chat.contract.FileHeaders;
import chat.upload.problem.ProblemCode;
import chat.upload.problem.Refusal;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds out whether a gateway calls: only a gateway knows whose sign-in has ended, and who may read
 * which room. Threads may share it.
 */
@Component
final class GatewayTokens {

  private static final Duration RETRY = Duration.ofSeconds(2);

  /** Each gateway has one for half a minute. */
  private static final int MOST_KNOWN = 1_000;

  private final int maxLength;
  private final DefaultJWTProcessor<SecurityContext> processor;
  private final InstantSource clock;
  private final Map<String, Instant> known = new ConcurrentHashMap<>();

  GatewayTokens(TokenSettings settings, JWKSource<SecurityContext> keys, InstantSource clock) {
    this.maxLength = TokenSettings.MAX_LENGTH;
    this.processor =
        AccessTokens.processor(FileHeaders.GATEWAY_TOKEN, Set.of("exp"), settings, keys);
    this.clock = clock;
  }

  /**
   * Passes if a token is a gateway's.
   *
   * @throws Refusal {@code FORBIDDEN} if it is not good at present; {@code UNAVAILABLE} if that
   *     can't be known
   */
  void require(@Nullable String token) {
    if (token == null || token.length() > maxLength) {
      throw bad();
    }
    Instant end = known.get(token);
    if (end == null || clock.instant().isAfter(end)) {
      remember(token, verify(token));
    }
  }

  private Instant verify(String token) {
    try {
      return processor.process(token, null).getExpirationTime().toInstant();
    } catch (KeySourceException e) {
      throw Refusal.until(
          ProblemCode.UNAVAILABLE, "Gateways can't be recognised at present", RETRY);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      throw bad();
    }
  }

  private void remember(String token, Instant end) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.put(token, end);
  }

  private static Refusal bad() {
    return Refusal.of(ProblemCode.FORBIDDEN, "Files are to be asked for at a gateway");
  }
}
