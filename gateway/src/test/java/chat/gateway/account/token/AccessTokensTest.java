package chat.gateway.account.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.contract.Author;
import chat.contract.user.Profile;
import chat.contract.user.UserEvent;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.SettableClock;
import chat.gateway.account.events.Revocations;
import chat.sockets.fanout.SignIn;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {

  @TempDir private Path directory;

  private TestTokens here;
  private SettableClock clock;
  private KeyPair pair;
  private TokenSettings settings;
  private Revocations revocations;
  private TokenKeys keys;
  private AccessTokens tokens;

  @BeforeEach
  void start() throws IOException {
    here = new TestTokens(directory);
    clock = here.clock;
    pair = here.pair;
    settings = here.settings;
    revocations = here.revocations;
    keys = here.keys;
    tokens = here.tokens;
  }

  @Test
  void a_token_names_its_user() {
    Step step = step();

    SignedIn signedIn = tokens.verify(step.issue(tokens));

    assertThat(signedIn.user()).isEqualTo(step.user());
    assertThat(signedIn.signIn()).isEqualTo(step.signIn());
    assertThat(signedIn.expiresAt()).isEqualTo(Instant.parse("2030-01-01T12:10:00Z"));
  }

  @Test
  void the_same_step_gets_the_same_token_from_any_gateway() {
    AccessTokens elsewhere = new AccessTokens(settings, keys, revocations, clock);
    Step step = step();

    assertThat(step.issue(elsewhere)).isEqualTo(step.issue(tokens));
    assertThat(step().issue(elsewhere)).isNotEqualTo(step.issue(tokens));
  }

  @Test
  void the_published_key_has_its_thumbprint_as_id_and_the_public_part() {
    assertThat(keys.verifying(keys.signingId())).hasValue(pair.getPublic());
    assertThat(keys.signingId())
        .isEqualTo(
            Jwks.builder().key((ECPublicKey) pair.getPublic()).idFromThumbprint().build().getId());
  }

  @Test
  void a_token_is_valid_for_its_lifetime_and_the_clock_skew() {
    String token = step().issue(tokens);

    clock.advance(Duration.ofMinutes(10).plusSeconds(29));
    tokens.verify(token);
    clock.advance(Duration.ofSeconds(2));

    assertRefused(token);
  }

  @Test
  void a_remembered_token_expires_like_any_other() {
    String token = step().issue(tokens);
    tokens.verify(token);

    clock.advance(Duration.ofMinutes(11));

    assertRefused(token);
  }

  @Test
  void the_end_of_a_sign_in_revokes_its_tokens_only() {
    Step step = step();
    String token = step.issue(tokens);
    String other = step().issue(tokens);
    tokens.verify(token);

    revocations.handle(
        new UserEvent.Revoked(
            "e1",
            new Profile("u1", "anna", null, null, clock.millis(), 1),
            new UserEvent.Sessions.Family(step.signIn().family()),
            clock.millis()));

    assertRefused(token);
    tokens.verify(other);
    revocations.handle(new UserEvent.Erased("e2", "u1", clock.millis()));
    assertRefused(other);
  }

  @Test
  void tokens_beyond_the_cache_are_verified() {
    AccessTokens forgetful =
        new AccessTokens(
            TestTokens.settings(Objects.requireNonNull(settings.keyFile()), List.of(), 2),
            keys,
            revocations,
            clock);
    for (int i = 0; i < 5; i++) {
      Step step = step();
      assertThat(forgetful.verify(step.issue(tokens)).signIn().family())
          .isEqualTo(step.signIn().family());
    }
  }

  @Test
  void the_cache_of_tokens_is_bounded() {
    VerifiedTokens verified = new VerifiedTokens(2);
    SignedIn signedIn = tokens.verify(step().issue(tokens));
    List<String> texts = List.of("a", "b", "c", "d", "e");

    texts.forEach(text -> verified.add(text, signedIn, keys, clock.instant()));

    assertThat(texts.stream().flatMap(text -> verified.find(text, keys).stream()).count())
        .isBetween(1L, 2L);
    assertThat(verified.find("e", keys)).hasValue(signedIn);
  }

  @Test
  void keys_rotate_without_a_restart_with_any_overlap() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    Path otherFile = TestKeys.writeKey(other, pair);
    Path signingFile = TestKeys.writeKey(directory, pair);
    TokenKeys changing =
        new TokenKeys(TestTokens.settings(signingFile, List.of(otherFile), 100), clock);
    AccessTokens here = new AccessTokens(settings, changing, revocations, clock);
    String old = step().issue(here);
    here.verify(old);
    KeyPair next = TestKeys.newKeys();

    TestKeys.writeKey(other, next); // 1. the next one is known before it signs
    clock.advance(Duration.ofSeconds(11));
    assertThat(changing.published()).hasSize(2);
    here.verify(old);
    TestKeys.writeKey(directory, next); // 2. it signs, and the last one is known
    TestKeys.writeKey(other, pair);
    clock.advance(Duration.ofSeconds(11));
    String fresh = step().issue(here);
    here.verify(old);
    here.verify(fresh);
    assertThat(changing.verifying(changing.signingId())).hasValue(next.getPublic());
    TestKeys.writeKey(other, next); // 3. the last one is gone
    clock.advance(Duration.ofSeconds(11));

    here.verify(fresh);
    assertThatExceptionOfType(Refusal.class).isThrownBy(() -> here.verify(old));
    Files.writeString(signingFile, "no key");
    clock.advance(Duration.ofSeconds(11));
    here.verify(fresh);
  }

  @Test
  void a_token_from_the_future_is_refused() {
    assertRefused(sign(good().notBefore(Date.from(clock.instant().plusSeconds(40)))));
    tokens.verify(sign(good().notBefore(Date.from(clock.instant().plusSeconds(20)))));
  }

  @Test
  void another_issuer_audience_or_type_is_refused() {
    tokens.verify(sign(good()));
    assertRefused(sign(good().issuer("other")));
    assertRefused(sign(good().claim("aud", "other")));
    assertRefused(sign(good().header().type("JWT").and()));
    assertRefused(sign(good().header().type(null).and()));
  }

  @Test
  void a_token_that_lacks_a_claim_is_refused() {
    assertRefused(sign(good().subject(null)));
    assertRefused(sign(good().expiration(null)));
    assertRefused(sign(good().claim("sid", null)));
    assertRefused(sign(good().claim("username", null)));
    assertRefused(sign(good().claim("username", 7)));
    assertRefused(sign(good().claim("username", "no name")));
  }

  @Test
  void a_foreign_key_is_refused() {
    KeyPair foreign = TestKeys.newKeys();

    assertRefused(good().signWith(foreign.getPrivate()).compact());
    assertRefused(good().header().keyId("foreign").and().signWith(foreign.getPrivate()).compact());
    assertRefused(good().header().keyId(null).and().signWith(pair.getPrivate()).compact());
  }

  @Test
  void a_key_inside_the_token_is_ignored() {
    KeyPair foreign = TestKeys.newKeys();
    var brought = Jwks.builder().key((ECPublicKey) foreign.getPublic()).build();

    assertRefused(good().header().jwk(brought).and().signWith(foreign.getPrivate()).compact());
    assertRefused(
        good().header().keyId(null).jwk(brought).and().signWith(foreign.getPrivate()).compact());
    assertRefused(
        good()
            .header()
            .keyId("foreign")
            .jwk(brought)
            .and()
            .signWith(foreign.getPrivate())
            .compact());
    tokens.verify(sign(good().header().jwk(brought).and()));
  }

  @Test
  void a_key_address_inside_the_token_is_not_fetched() throws IOException {
    KeyPair foreign = TestKeys.newKeys();
    AtomicInteger asked = new AtomicInteger();
    HttpServer attacker =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    attacker.createContext("/", exchange -> answer(exchange, foreign, asked));
    attacker.start();
    try {
      URI place = URI.create("http://127.0.0.1:" + attacker.getAddress().getPort() + "/keys");
      for (String kid : new String[] {keys.signingId(), "foreign"}) {
        var named = good().header().keyId(kid).jwkSetUrl(place).x509Url(place).and();
        assertRefused(named.signWith(foreign.getPrivate()).compact());
      }
      tokens.verify(sign(good().header().jwkSetUrl(place).x509Url(place).and()));
    } finally {
      attacker.stop(0);
    }

    assertThat(asked).hasValue(0);
  }

  private static void answer(HttpExchange exchange, KeyPair keys, AtomicInteger asked)
      throws IOException {
    asked.incrementAndGet();
    var key = Jwks.builder().key((ECPublicKey) keys.getPublic()).id("foreign").build();
    byte[] set = Jwks.json(key).getBytes(UTF_8);
    exchange.sendResponseHeaders(200, set.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(set);
    }
  }

  @Test
  void a_token_without_signature_is_refused() {
    String good = sign(good());
    String payload = good.split("\\.", -1)[1];

    assertRefused(base64("{\"alg\":\"none\"}") + "." + payload + ".");
    assertRefused(
        base64("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + keys.signingId() + "\"}")
            + "."
            + payload
            + ".");
    assertRefused(good.substring(0, good.lastIndexOf('.') + 1));
  }

  @Test
  void the_public_key_is_not_accepted_as_a_shared_secret() {
    SecretKeySpec secret = new SecretKeySpec(pair.getPublic().getEncoded(), "HmacSHA256");

    assertRefused(good().signWith(secret, Jwts.SIG.HS256).compact());
  }

  @Test
  void an_encrypted_token_is_refused() {
    assertRefused(
        good()
            .encryptWith((ECPublicKey) pair.getPublic(), Jwts.KEY.ECDH_ES, Jwts.ENC.A256GCM)
            .compact());
  }

  @Test
  void a_compressed_token_is_refused() {
    assertRefused(sign(good().compressWith(Jwts.ZIP.DEF)));
  }

  @Test
  void a_token_with_any_byte_changed_is_refused() {
    String good = sign(good());
    for (int i = 0; i < good.length() - 1; i++) {
      char changed = good.charAt(i) == 'A' ? 'B' : 'A';
      assertRefused(good.substring(0, i) + changed + good.substring(i + 1));
    }
  }

  @Test
  void a_malformed_token_is_refused() {
    for (String text :
        new String[] {"", ".", "..", "...", "a.b.c", "\u0000", "ü.ü.ü", "{}.{}.{}"}) {
      assertRefused(text);
    }
    assertRefused(sign(good().claim("more", "x".repeat(3000))));
  }

  private void assertRefused(String token) {
    assertThatExceptionOfType(Refusal.class)
        .as(token)
        .isThrownBy(() -> tokens.verify(token))
        .matches(refusal -> refusal.code() == ProblemCode.UNAUTHENTICATED);
  }

  private JwtBuilder good() {
    return here.good();
  }

  private String sign(JwtBuilder token) {
    return here.sign(token);
  }

  /** The user and sign-in of a token. */
  private record Step(String id, Author user, SignIn signIn, Instant at) {
    String issue(AccessTokens tokens) {
      return tokens.issue(id, user, signIn, at);
    }
  }

  private Step step() {
    String id = UUID.randomUUID().toString();
    return new Step(
        id, new Author("u1", "anna"), new SignIn("family of " + id, 1), clock.instant());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
