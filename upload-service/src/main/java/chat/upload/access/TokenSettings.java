package chat.upload.access;

import chat.edge.bearer.TokenVerifier;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an access token has to say to be good; the same as at the gateways.
 *
 * @param issuer who made it
 * @param audience for whom
 * @param maxLength the longest token that is looked at, in characters
 * @param clockSkew by how much clocks may differ
 */
@ConfigurationProperties("chat.account.token")
record TokenSettings(
    @DefaultValue("chat") String issuer,
    @DefaultValue("chat") String audience,
    @DefaultValue("2048") int maxLength,
    @DefaultValue("30s") Duration clockSkew) {

  TokenSettings {
    if (maxLength < 1) {
      throw new IllegalArgumentException(
          "chat.account.token.max-length: " + maxLength + " (expected: > 0)");
    }
  }

  TokenVerifier.Terms terms() {
    return new TokenVerifier.Terms(issuer, audience, maxLength, clockSkew);
  }
}
