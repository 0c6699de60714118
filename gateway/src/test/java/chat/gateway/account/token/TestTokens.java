package chat.gateway.account.token;

import chat.gateway.account.SettableClock;
import chat.gateway.account.events.Revocations;
import chat.sockets.fanout.UserConnections;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Keys in a directory, and tokens that are signed and verified with them. */
public final class TestTokens {

  final SettableClock clock = new SettableClock();
  final KeyPair pair = TestKeys.newKeys();
  final TokenSettings settings;
  final Revocations revocations;
  final TokenKeys keys;
  public final AccessTokens tokens;

  public TestTokens(Path directory) throws IOException {
    settings = settings(TestKeys.writeKey(directory, pair), List.of(), 100);
    revocations =
        new Revocations(
            new UserConnections(), clock, clock, settings.longest(), settings.longest());
    keys = new TokenKeys(settings, clock);
    tokens = new AccessTokens(settings, keys, revocations, clock);
  }

  /** The settings of production, except for those given. */
  static TokenSettings settings(Path keyFile, List<Path> otherKeyFiles, int remembered) {
    return new TokenSettings(
        keyFile,
        otherKeyFiles,
        Duration.ofSeconds(10),
        2048,
        "chat",
        "chat",
        Duration.ofMinutes(10),
        Duration.ofSeconds(30),
        remembered);
  }

  /** A valid token before it is signed, which tests make invalid. */
  JwtBuilder good() {
    Instant now = clock.instant();
    return Jwts.builder()
        .header()
        .type("at+jwt")
        .keyId(keys.signingId())
        .and()
        .issuer("chat")
        .claim("aud", "chat")
        .subject("u1")
        .claim("username", "anna")
        .claim("sid", "f1")
        .claim("ver", 1)
        .notBefore(Date.from(now))
        .expiration(Date.from(now.plusSeconds(60)));
  }

  /** The token of a user. */
  public String token() {
    return sign(good());
  }

  String sign(JwtBuilder token) {
    return token.signWith(pair.getPrivate()).compact();
  }
}
