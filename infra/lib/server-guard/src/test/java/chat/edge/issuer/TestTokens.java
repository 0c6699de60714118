package chat.edge.issuer;

import chat.infra.openid.OpenIdProvider;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The claims of good tokens, which tests change. */
final class TestTokens {

  static final String AUDIENCE = "chat";

  private TestTokens() {}

  /** The claims of an access token, as a provider issues it. */
  static Map<String, Object> claims(OpenIdProvider provider) {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new TreeMap<>();
    claims.put("iss", provider.issuer());
    claims.put("aud", AUDIENCE);
    claims.put("sub", "ann");
    claims.put("iat", now);
    claims.put("exp", now + 300);
    return claims;
  }

  /** The claims of a good token with another value of one; null takes it away. */
  static Map<String, Object> with(OpenIdProvider provider, String claim, @Nullable Object value) {
    Map<String, Object> claims = claims(provider);
    if (value == null) {
      claims.remove(claim);
    } else {
      claims.put(claim, value);
    }
    return claims;
  }
}
