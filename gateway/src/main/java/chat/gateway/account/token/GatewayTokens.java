package chat.gateway.account.token;

import chat.contract.file.FileHeaders;
import io.jsonwebtoken.Jwts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Issues tokens that prove to another service that a gateway calls. They are signed with the key of
 * access tokens and never leave the system. Safe for use by several threads.
 */
public final class GatewayTokens {

  private static final Duration LIFETIME = Duration.ofSeconds(60);

  private final TokenSettings settings;
  private final TokenKeys keys;
  private final InstantSource clock;
  private volatile @Nullable Issued last;

  private record Issued(String token, Instant renewAt, Object keys) {}

  GatewayTokens(TokenSettings settings, TokenKeys keys, InstantSource clock) {
    this.settings = settings;
    this.keys = keys;
    this.clock = clock;
  }

  /** A token that is valid for at least half a minute. */
  public String current() {
    Instant now = clock.instant();
    Object edition = keys.edition();
    Issued known = last;
    if (known == null || now.isAfter(known.renewAt()) || known.keys() != edition) {
      known = new Issued(issue(now), now.plus(LIFETIME.dividedBy(2)), edition);
      last = known;
    }
    return known.token();
  }

  private String issue(Instant now) {
    return Jwts.builder()
        .header()
        .type(FileHeaders.GATEWAY_TOKEN)
        .keyId(keys.signingId())
        .and()
        .issuer(settings.issuer())
        .audience()
        .add(settings.audience())
        .and()
        .issuedAt(Date.from(now))
        .expiration(Date.from(now.plus(LIFETIME)))
        .signWith(keys.signing(), Jwts.SIG.ES256)
        .compact();
  }
}
