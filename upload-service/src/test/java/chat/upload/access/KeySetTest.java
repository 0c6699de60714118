package chat.upload.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import com.sun.net.httpserver.HttpServer;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.EcPublicJwk;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys from real HTTP servers that stand in for gateways. */
class KeySetTest {

  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final Duration OUTAGE = Duration.ofHours(12);

  private final AtomicInteger fetches = new AtomicInteger();
  private volatile String body = "";
  private volatile Instant now = Instant.EPOCH;
  private HttpServer gateway;
  private KeySet keys;

  @BeforeEach
  void start() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          fetches.incrementAndGet();
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(bytes.length == 0 ? 503 : 200, Math.max(1, bytes.length));
          exchange.getResponseBody().write(bytes.length == 0 ? new byte[1] : bytes);
          exchange.close();
        });
    gateway.start();
    keys = new KeySet(settings("http://127.0.0.1:" + gateway.getAddress().getPort()), () -> now);
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
  }

  @Test
  void keys_are_fetched_once_in_their_lifetime() {
    serve("a", "b");
    assertThat(keys.find("a")).isPresent();
    assertThat(keys.find("b")).isPresent();
    assertThat(fetches).hasValue(1);

    pass(LIFETIME);
    serve("b");
    assertThat(keys.find("a")).isEmpty();
    assertThat(keys.find("b")).isPresent();
    assertThat(fetches).hasValue(2);
  }

  @Test
  void a_new_key_works_at_once_and_unknown_keys_cause_few_fetches() {
    serve("a");
    assertThat(keys.find("a")).isPresent();
    serve("a", "b");
    assertThat(keys.find("b")).isPresent();
    for (int i = 0; i < 100; i++) {
      assertThat(keys.find("forged-" + i)).isEmpty();
    }
    assertThat(fetches).hasValue(2);

    pass(Duration.ofSeconds(10));
    assertThat(keys.find("forged")).isEmpty();
    assertThat(fetches).hasValue(3);
  }

  @Test
  void known_keys_stay_valid_during_an_outage_and_no_longer() {
    serve("a");
    assertThat(keys.find("a")).isPresent();
    body = "";
    pass(OUTAGE.minusSeconds(1));
    assertThat(keys.find("a")).isPresent();
    assertThat(keys.find("a")).isPresent();
    assertThat(fetches).hasValue(2);

    pass(Duration.ofSeconds(1));
    assertUnavailable();
    serve("a");
    pass(Duration.ofSeconds(2));
    assertThat(keys.find("a")).isPresent();
  }

  @Test
  void without_keys_tokens_can_not_be_checked() {
    assertUnavailable();
    for (String bad : List.of("no json", "{}", "[]", " ".repeat(64 * 1024) + set("a"))) {
      body = bad;
      pass(Duration.ofSeconds(2));
      assertUnavailable();
    }
  }

  @Test
  void the_next_gateway_is_asked_if_one_does_not_answer() {
    serve("a");
    String good = "http://127.0.0.1:" + gateway.getAddress().getPort();
    KeySet both = new KeySet(settings("http://127.0.0.1:1", good), () -> now);

    assertThat(both.find("a")).isPresent();
  }

  @Test
  void a_private_key_in_a_set_is_no_public_key() {
    body =
        "{\"keys\":["
            + Jwks.UNSAFE_JSON(
                Jwks.builder().ecKeyPair(Jwts.SIG.ES256.keyPair().build()).id("a").build())
            + "]}";

    assertThat(keys.find("a")).isEmpty();
  }

  private void assertUnavailable() {
    assertThatThrownBy(() -> keys.find("a"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.UNAVAILABLE));
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private void serve(String... ids) {
    body = set(ids);
  }

  private static String set(String... ids) {
    List<String> jwks = List.of(ids).stream().map(KeySetTest::jwk).toList();
    return "{\"keys\":[" + String.join(",", jwks) + "]}";
  }

  private static String jwk(String id) {
    EcPublicJwk jwk =
        Jwks.builder().ecKeyPair(Jwts.SIG.ES256.keyPair().build()).id(id).build().toPublicJwk();
    return Jwks.json(jwk);
  }

  private static KeySetSettings settings(String... urls) {
    return new KeySetSettings(
        List.of(urls).stream().map(URI::create).toList(), Duration.ofSeconds(2), LIFETIME, OUTAGE);
  }
}
