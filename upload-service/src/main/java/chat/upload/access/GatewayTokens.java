package chat.upload.access;

import chat.contract.file.FileHeaders;
import chat.edge.bearer.TokenVerifier;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Verifies that a gateway sent a request. Only a gateway knows whose sign-in has ended, and who may
 * read which room. Safe for use by several threads.
 */
@Component
final class GatewayTokens {

  /** A gateway makes a new token every half minute. */
  private static final int MAX_REMEMBERED = 1_000;

  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final TokenVerifier verifier;
  private final InstantSource clock;
  private final Map<String, Instant> expirations = new ConcurrentHashMap<>();

  GatewayTokens(TokenSettings settings, TokenVerifier.Keys keys, InstantSource clock) {
    this.verifier = new TokenVerifier(FileHeaders.GATEWAY_TOKEN, settings.terms(), clock, keys);
    this.clock = clock;
  }

  /**
   * Returns if a token is a gateway's.
   *
   * @throws Refusal {@code FORBIDDEN} if it is not valid; {@code UNAVAILABLE} if the gateways' keys
   *     are not known, or its clock and the gateway's differ too much
   */
  void require(@Nullable String token) {
    if (token == null) {
      throw invalid();
    }
    Instant expiration = expirations.get(token);
    if (expiration == null || clock.instant().isAfter(expiration)) {
      remember(token, verify(token));
    }
  }

  private Instant verify(String token) {
    return verifier
        .verify(token)
        .map(claims -> claims.getExpiration().toInstant())
        .orElseThrow(() -> verifier.isExpired(token) ? late() : invalid());
  }

  private void remember(String token, Instant expiration) {
    if (expirations.size() >= MAX_REMEMBERED) {
      expirations.clear();
    }
    expirations.put(token, expiration);
  }

  /** A gateway's tokens are renewed before they expire: the fault is none of the user. */
  private static Refusal late() {
    return Refusal.until(
        ProblemCode.UNAVAILABLE, "The clocks of gateway and upload service differ", AGAIN);
  }

  private static Refusal invalid() {
    return Refusal.of(ProblemCode.FORBIDDEN, "Files are to be asked for at a gateway");
  }
}
