package chat.gateway.account.token;

import chat.edge.bearer.TokenVerifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How access tokens are made and checked; the same for all gateways.
 *
 * @param keyFile file of the private key that signs them: EC P-256, PKCS#8 in PEM
 * @param otherKeyFiles files of keys that verify and do not sign, public or private: the next one,
 *     some minutes before it signs, and the last one, for as long as its tokens live
 * @param lookAgain how often files of keys are read anew
 * @param maxLength the longest token that is looked at, in characters
 * @param issuer who they say made them
 * @param audience whom they say they are for
 * @param lifetime how long one is good
 * @param clockSkew how far clocks may be apart
 * @param remembered how many tokens found good are kept, so as not to check their signatures again
 */
@ConfigurationProperties("chat.account.token")
record TokenSettings(
    @Nullable Path keyFile,
    @DefaultValue List<Path> otherKeyFiles,
    @DefaultValue("10s") Duration lookAgain,
    @DefaultValue("2048") int maxLength,
    @DefaultValue("chat") String issuer,
    @DefaultValue("chat") String audience,
    @DefaultValue("10m") Duration lifetime,
    @DefaultValue("30s") Duration clockSkew,
    @DefaultValue("10000") int remembered) {

  /** Well below the time for which the stream of users keeps every record. */
  private static final Duration LONGEST_LIFE = Duration.ofHours(12);

  TokenSettings {
    otherKeyFiles = List.copyOf(otherKeyFiles);
    if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(LONGEST_LIFE) > 0) {
      throw new IllegalArgumentException(
          "chat.account.token.lifetime: " + lifetime + " (expected: 1s-12h)");
    }
    if (lookAgain.toMillis() < 1) {
      throw new IllegalArgumentException(
          "chat.account.token.look-again: " + lookAgain + " (expected: > 0)");
    }
    if (maxLength < 1) {
      throw new IllegalArgumentException(
          "chat.account.token.max-length: " + maxLength + " (expected: > 0)");
    }
    if (clockSkew.isNegative()) {
      throw new IllegalArgumentException(
          "chat.account.token.clock-skew: " + clockSkew + " (expected: >= 0)");
    }
    if (remembered < 0) {
      throw new IllegalArgumentException(
          "chat.account.token.remembered: " + remembered + " (expected: >= 0)");
    }
  }

  TokenVerifier.Terms terms() {
    return new TokenVerifier.Terms(issuer, audience, maxLength, clockSkew);
  }

  /** How long after it was made a token may be found good at most, clocks being apart. */
  Duration longest() {
    return lifetime.plus(clockSkew.multipliedBy(2));
  }
}
