package chat.gateway.account.token;

import chat.edge.bearer.TokenVerifier;
import chat.edge.guard.SettingBounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How access tokens are made and checked; the same for all gateways.
 *
 * @param keyFile file with the private key that signs access tokens: EC P-256, PKCS#8 in PEM. All
 *     gateways need the same one; it is read again every 10 seconds
 * @param otherKeyFiles files with keys that verify access tokens and do not sign, public or
 *     private: the next key before it signs, and the last one for as long as its tokens live
 * @param lookAgain time after which the files of keys are read again
 * @param maxLength longest token that is looked at, in characters
 * @param issuer issuer that access tokens name ({@code iss}); gateways and upload services refuse
 *     tokens of others
 * @param audience audience that access tokens name ({@code aud}); gateways and upload services
 *     refuse tokens for others
 * @param lifetime time for which an access token is good (1s to 12h); clients refresh it before
 * @param clockSkew tolerated difference of clocks
 * @param remembered number of verified tokens that are kept, to verify each signature once
 */
@ConfigurationProperties("chat.account.token")
record TokenSettings(
    @Nullable Path keyFile,
    List<Path> otherKeyFiles,
    Duration lookAgain,
    int maxLength,
    String issuer,
    String audience,
    Duration lifetime,
    Duration clockSkew,
    int remembered) {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  /** Four times the length of our own. */
  private static final int MAX_LENGTH = 2048;

  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  /** Some megabytes. */
  private static final int REMEMBERED = 10_000;

  /** Well below the time for which the stream of users keeps every record. */
  private static final Duration LONGEST_LIFE = Duration.ofHours(12);

  TokenSettings {
    otherKeyFiles = List.copyOf(otherKeyFiles);
    SettingBounds.between(
        "chat.account.token.lifetime", lifetime, Duration.ofSeconds(1), LONGEST_LIFE);
  }

  TokenVerifier.Terms terms() {
    return new TokenVerifier.Terms(issuer, audience, maxLength, clockSkew);
  }

  @ConstructorBinding
  TokenSettings(
      @Nullable Path keyFile,
      @DefaultValue List<Path> otherKeyFiles,
      @DefaultValue("chat") String issuer,
      @DefaultValue("chat") String audience,
      @DefaultValue("10m") Duration lifetime) {
    this(
        keyFile,
        otherKeyFiles,
        LOOK_AGAIN,
        MAX_LENGTH,
        issuer,
        audience,
        lifetime,
        CLOCK_SKEW,
        REMEMBERED);
  }

  /** The longest time that a token may be accepted after it was made, as clocks differ. */
  Duration longest() {
    return lifetime.plus(clockSkew.multipliedBy(2));
  }

  /** The same of a token that a service mints. */
  Duration longestMinted() {
    return AccessTokens.LONGEST_MINTED.plus(clockSkew.multipliedBy(2));
  }
}
