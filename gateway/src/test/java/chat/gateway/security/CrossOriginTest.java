package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.gateway.account.TestGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossOriginTest {

  private static final String FRIEND = "https://friend.example";

  private final TestGateway gateway =
      new TestGateway("chat.web.allowed-origins=https://Friend.example/, http://localhost:5173");

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  void pages_of_an_allowed_origin_may_call_and_read_the_headers() {
    HttpResponse<String> answer = gateway.get("/api/nothing", "Origin", FRIEND);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(FRIEND);
    assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
        .contains("Retry-After", "RateLimit", "RateLimit-Policy");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void a_preflight_of_an_allowed_origin_needs_no_token() {
    HttpResponse<String> answer = preflight(FRIEND, "PATCH", "authorization, content-type");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
        .contains("PATCH");
  }

  /** Polls of Socket.IO clients whose page sets headers, or has a balancer's cookie. */
  @Test
  void polls_of_an_allowed_origin_may_have_any_header() {
    HttpResponse<String> preflight = preflight("/socket.io/", FRIEND, "POST", "x-app, x-version");
    HttpResponse<String> poll = gateway.get("/socket.io/?EIO=4", "Origin", FRIEND);

    assertThat(preflight.statusCode()).isEqualTo(200);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
        .contains("x-app", "x-version");
    for (HttpResponse<String> answer : List.of(preflight, poll)) {
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(FRIEND);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).hasValue("true");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "https://friend.example.evil.example",
        "http://friend.example",
        "https://friend.example:8443",
        "null",
        "file://"
      })
  void pages_of_other_origins_are_refused(String origin) {
    for (HttpResponse<String> answer :
        List.of(
            preflight(origin, "GET", "authorization"),
            preflight("/socket.io/", origin, "POST", "content-type"),
            gateway.get("/socket.io/?EIO=4&transport=polling", "Origin", origin),
            gateway.get("/api/nothing", "Origin", origin),
            gateway.get("/.well-known/jwks.json", "Origin", origin),
            gateway.get("/ws", "Origin", origin))) {
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(TestGateway.json(answer).get("code").asString()).isEqualTo("forbidden");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void a_gateways_own_pages_may_always_call() {
    HttpResponse<String> answer =
        gateway.send(
            gateway
                .to("/api/auth/login")
                .header("Origin", "http://127.0.0.1:" + gateway.port())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"email\":\"a\",\"password\":\"b\"}")));

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "friend.example", "https://*.example", "https://a.example/path", ""})
  void a_malformed_origin_is_refused_at_start(String origin) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () ->
                new WebSettings(
                    List.of(origin),
                    DataSize.ofKilobytes(64),
                    Duration.ofSeconds(10),
                    List.of(),
                    32))
        .withMessageContaining("chat.web.allowed-origins");
  }

  private HttpResponse<String> preflight(String origin, String method, String headers) {
    return preflight("/api/messages", origin, method, headers);
  }

  private HttpResponse<String> preflight(
      String path, String origin, String method, String headers) {
    return gateway.send(
        gateway
            .to(path)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method)
            .header("Access-Control-Request-Headers", headers)
            .method("OPTIONS", BodyPublishers.noBody()));
  }
}
