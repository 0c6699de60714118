package chat.upload.access;

import chat.edge.bearer.TokenVerifier;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an access token must name; the same as at the gateways.
 *
 * @param issuer issuer that access tokens name ({@code iss}); gateways and upload services refuse
 *     tokens of others
 * @param audience audience that access tokens name ({@code aud}); gateways and upload services
 *     refuse tokens for others
 */
@ConfigurationProperties("chat.account.token")
record TokenSettings(@DefaultValue("chat") String issuer, @DefaultValue("chat") String audience) {

  /** The longest token that is looked at, in characters; four times the length of our own. */
  static final int MAX_LENGTH = 2048;

  /** The tolerated difference of clocks. */
  static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  TokenVerifier.Terms terms() {
    return new TokenVerifier.Terms(issuer, audience, MAX_LENGTH, CLOCK_SKEW);
  }
}
