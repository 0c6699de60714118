package chat.edge.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.infra.openid.OpenIdProvider;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Good and hostile tokens of a real provider. */
class IssuersTest {

  private static final OpenIdProvider PROVIDER = new OpenIdProvider();
  private static final Issuers ISSUERS = issuers(InstantSource.system());

  private static Issuers issuers(InstantSource clock) {
    return new Issuers(
        new IssuerSettings(List.of(terms(PROVIDER))), clock, clock, IssuerKeys.Times.usual());
  }

  static IssuerSettings.Terms terms(OpenIdProvider provider) {
    return new IssuerSettings.Terms(
        provider.issuer(),
        TestTokens.AUDIENCE,
        null,
        List.of("RS256", "ES256", "EdDSA"),
        "preferred_username",
        "name",
        "email",
        "page",
        null,
        "openid");
  }

  @AfterAll
  static void stop() {
    PROVIDER.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "ES256"})
  void a_token_that_the_provider_issues_is_good(String algorithm) {
    Map<String, String> claims =
        Map.of("sub", "ann", "aud", "chat", "preferred_username", "Ann", "sid", "phone");

    IssuerToken token = verify(PROVIDER.token(algorithm, claims));

    assertThat(token.user()).isEqualTo(IssuerIds.user(PROVIDER.issuer(), "ann"));
    assertThat(token.username()).isEqualTo("Ann");
    assertThat(token.session()).isEqualTo(IssuerIds.session(PROVIDER.issuer(), "phone"));
    assertThat(token.authenticatedAt()).isEqualTo(token.issuedAt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
  void every_algorithm_is_verified(String algorithm) {
    String good = PROVIDER.sign(algorithm, Map.of(), TestTokens.claims(PROVIDER));
    String[] parts = good.split("\\.", -1);
    byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
    signature[7] ^= 1;
    String bad =
        parts[0]
            + "."
            + parts[1]
            + "."
            + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);

    assertThat(verify(good).user()).isNotEmpty();
    assertInvalid(bad);
  }

  @Test
  void ids_differ_by_issuer_and_subject_and_are_the_same_for_ever() {
    assertThat(IssuerIds.user("https://id.example", "ann"))
        .isEqualTo("4cd45599-0b80-8615-b375-0e3dfa4ff0a7")
        .isNotEqualTo(IssuerIds.user("https://id.example", "bob"))
        .isNotEqualTo(IssuerIds.user("https://id.example/", "ann"))
        .isNotEqualTo(IssuerIds.session("https://id.example", "ann"));
  }

  @Test
  void claims_must_be_those_of_an_access_token_for_this_system() {
    long now = Instant.now().getEpochSecond();
    assertInvalid("aud", "other");
    assertInvalid("aud", null);
    assertInvalid("iss", PROVIDER.issuer() + "/");
    assertInvalid("sub", null);
    assertInvalid("sub", " ");
    assertInvalid("exp", null);
    assertInvalid("exp", now - 600);
    assertInvalid("nbf", now + 600);
    assertInvalid("iat", now + 600);
    assertInvalid("events", Map.of());
  }

  @Test
  void a_clock_that_is_ten_minutes_off_makes_a_token_bad_and_one_of_ten_seconds_does_not() {
    String token = PROVIDER.sign("RS256", Map.of(), TestTokens.claims(PROVIDER));

    assertThat(at(Duration.ofSeconds(-10), token)).isNotNull();
    assertThat(at(Duration.ofSeconds(310), token)).isNotNull();
    assertThatThrownBy(() -> at(Duration.ofMinutes(-10), token)).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> at(Duration.ofMinutes(10), token)).isInstanceOf(Refusal.class);
  }

  private static IssuerToken at(Duration offset, String token) {
    InstantSource clock = InstantSource.offset(InstantSource.system(), offset);
    return issuers(clock).of(token).orElseThrow().verify(token, said -> said);
  }

  @Test
  void a_token_without_a_signature_or_with_the_public_key_as_a_secret_is_bad()
      throws GeneralSecurityException {
    String payload =
        PROVIDER.sign("RS256", Map.of(), TestTokens.claims(PROVIDER)).split("\\.", -1)[1];
    String kid = "\"kid\":\"" + header(PROVIDER).get("kid") + "\"";
    String none = base64("{\"alg\":\"none\"}") + "." + payload + ".";
    String content = base64("{\"alg\":\"HS256\"," + kid + "}") + "." + payload;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(PROVIDER.publicKey("RS256").getEncoded(), "HmacSHA256"));
    String secret =
        content
            + "."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac.doFinal(content.getBytes(UTF_8)));

    assertInvalid(none);
    assertInvalid(secret);
  }

  @Test
  void an_algorithm_that_was_not_named_is_bad() {
    IssuerSettings.Terms usual = terms(PROVIDER);
    Issuers strict =
        new Issuers(
            new IssuerSettings(
                List.of(
                    new IssuerSettings.Terms(
                        usual.issuer(),
                        "chat",
                        null,
                        List.of("ES256"),
                        "a",
                        "b",
                        "c",
                        null,
                        null,
                        ""))),
            InstantSource.system(),
            InstantSource.system(),
            IssuerKeys.Times.usual());
    String es256 = PROVIDER.sign("ES256", Map.of(), TestTokens.claims(PROVIDER));

    assertThat(strict.of(es256).orElseThrow().verify(es256, IssuerToken::user)).isNotEmpty();
    for (String algorithm : List.of("RS256", "EdDSA")) {
      String other = PROVIDER.sign(algorithm, Map.of(), TestTokens.claims(PROVIDER));
      assertThatThrownBy(() -> strict.of(other).orElseThrow().verify(other, IssuerToken::user))
          .isInstanceOf(Refusal.class);
    }
  }

  @Test
  void an_address_in_a_token_is_never_called() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    HttpServer trap =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    trap.createContext("/", exchange -> calls.incrementAndGet());
    trap.start();
    try (OpenIdProvider other = new OpenIdProvider()) {
      String address = "http://127.0.0.1:" + trap.getAddress().getPort() + "/";

      assertInvalid(
          other.sign("RS256", Map.of("jku", address, "x5u", address), TestTokens.claims(PROVIDER)));
      assertThat(calls).hasValue(0);
    } finally {
      trap.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat", "page"})
  void a_logout_token_is_for_the_audience_or_the_client(String audience) {
    assertThat(logOut(List.of("other", audience)).session())
        .isEqualTo(IssuerIds.session(PROVIDER.issuer(), "phone"));
  }

  @Test
  void a_logout_token_for_others_and_an_access_token_for_the_client_are_bad() {
    for (Object audience : Arrays.asList("other", List.of(), null)) {
      assertThatThrownBy(() -> logOut(audience))
          .as(String.valueOf(audience))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST));
    }
    assertInvalid("aud", "page");
  }

  private static LogoutToken logOut(@Nullable Object audience) {
    Map<String, Object> claims = TestTokens.with(PROVIDER, "aud", audience);
    claims.put("jti", "1");
    claims.put("sid", "phone");
    claims.put("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    String token = PROVIDER.sign("RS256", Map.of("typ", "logout+jwt"), claims);
    return ISSUERS.of(token).orElseThrow().verifyLogout(token);
  }

  @Test
  void a_token_of_another_type_an_unknown_extension_or_an_unknown_issuer_is_bad() {
    Map<String, Object> claims = TestTokens.claims(PROVIDER);
    assertInvalid(PROVIDER.sign("RS256", Map.of("typ", "logout+jwt"), claims));
    for (String algorithm : List.of("RS256", "EdDSA")) {
      assertInvalid(PROVIDER.sign(algorithm, Map.of("crit", List.of("x"), "x", 1), claims));
    }
    assertThat(ISSUERS.of(PROVIDER.sign("RS256", Map.of(), Map.of("iss", "https://evil.example"))))
        .isEmpty();
  }

  @Test
  void a_text_that_is_no_token_is_of_no_issuer() {
    for (String text : List.of("", ".", "..", "a.b.c", "{}", "\uD83D\uDE00", "x".repeat(100_000))) {
      assertThat(ISSUERS.of(text)).isEmpty();
    }
    assertThat(
            ISSUERS.of(
                PROVIDER.sign(
                    "RS256", Map.of(), TestTokens.with(PROVIDER, "more", "x".repeat(100_000)))))
        .isEmpty();
  }

  @Test
  void settings_that_are_not_safe_are_refused() {
    assertThatThrownBy(() -> settings("http://id.example", "chat", "RS256"))
        .hasMessageContaining("https");
    assertThatThrownBy(() -> settings("https://id.example", " ", "RS256"))
        .hasMessageContaining("audience");
    assertThatThrownBy(() -> settings("https://id.example", "chat", "HS256"))
        .hasMessageContaining("algorithms");
    assertThat(settings("https://id.example", "chat", "PS256")).isNotNull();
  }

  private static IssuerSettings.Terms settings(String issuer, String audience, String algorithm) {
    return new IssuerSettings.Terms(
        issuer, audience, null, List.of(algorithm), "a", "b", "c", null, null, "");
  }

  private static IssuerToken verify(String token) {
    return ISSUERS.of(token).orElseThrow().verify(token, said -> said);
  }

  private static void assertInvalid(String claim, @Nullable Object value) {
    assertInvalid(PROVIDER.sign("RS256", Map.of(), TestTokens.with(PROVIDER, claim, value)));
  }

  private static void assertInvalid(String token) {
    assertThat(ISSUERS.of(token).stream())
        .allSatisfy(
            issuer ->
                assertThatThrownBy(() -> issuer.verify(token, said -> said))
                    .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                            assertThat(refusal.code()).isEqualTo(ProblemCode.UNAUTHENTICATED)));
  }

  private static Map<String, String> header(OpenIdProvider provider) {
    String token = provider.sign("RS256", Map.of(), Map.of());
    String text = new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), UTF_8);
    return Map.of("kid", text.replaceAll(".*\"kid\":\"([^\"]+)\".*", "$1"));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
