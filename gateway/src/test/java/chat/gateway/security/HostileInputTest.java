package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.Edge;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that no well-behaved client sends. */
class HostileInputTest {

  private static final int LIMIT = 64 * 1024;

  private final Edge edge = Edge.shared();

  @Test
  void a_body_up_to_the_limit_is_read() {
    String json = "{\"email\":\"" + "a".repeat(LIMIT - 30) + "\",\"password\":\"b\"}";

    assertThat(edge.post("/api/auth/login", json).statusCode()).isEqualTo(401);
  }

  @Test
  void a_body_that_says_to_be_larger_is_not_read() {
    String answer =
        edge.raw(
            "POST /api/auth/login HTTP/1.1",
            "Content-Type: application/json",
            "Content-Length: " + (LIMIT + 1));

    assertTooLarge(answer);
  }

  @Test
  void a_body_that_does_not_say_is_read_up_to_the_limit_only() {
    String answer =
        edge.rawEndless(
            "POST /api/auth/login HTTP/1.1",
            "Content-Type: application/json",
            "Transfer-Encoding: chunked");

    assertTooLarge(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/%00 HTTP/1.1",
        "GET /api/%zz HTTP/1.1",
        "GET /api/../actuator HTTP/1.1",
        "GET /api/%2e%2e/actuator HTTP/1.1",
        "GET /..%2f..%2fetc/passwd HTTP/1.1",
        "GET /api/;x=1/probe HTTP/1.1",
        "GET //api/probe/me HTTP/1.1",
        "GET /api/a%2Fb HTTP/1.1",
        "GET /api/a%5Cb HTTP/1.1",
        "GET /api/a%0d%0aX: HTTP/1.1",
        "GET /api/%FF HTTP/1.1",
        "GET api HTTP/1.1",
        "GET http://other.example/ HTTP/1.1",
        "GET /a b HTTP/1.1",
        "TRACE / HTTP/1.1",
        "TRACE /api/auth/login HTTP/1.1",
        "NONSENSE /api/auth/login HTTP/1.1",
        "GET / HTTP/9.9",
        "\u0000\u0001\u0002",
        "{}",
      })
  void what_is_no_request_gets_a_short_answer(String line) {
    assertShort(edge.raw(line), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: a/b",
        "Content-Length: x",
        "Content-Length: -1",
        "Transfer-Encoding: nonsense",
        "No-Colon",
        " Folded: x",
        "Na me: x",
        "X: a\u0000b",
      })
  void what_is_no_header_gets_a_short_answer(String header) {
    assertShort(edge.raw("POST /api/auth/login HTTP/1.1", header), header);
  }

  @Test
  void two_lengths_of_one_body_are_refused() {
    assertShort(
        edge.raw(
            "POST /api/auth/login HTTP/1.1",
            "Content-Length: 2",
            "Transfer-Encoding: chunked",
            "Content-Type: application/json"),
        "smuggling");
  }

  @Test
  void a_long_address_and_long_headers_are_refused() {
    assertShort(edge.raw("GET /" + "a".repeat(100_000) + " HTTP/1.1"), "address");
    assertShort(edge.raw("GET / HTTP/1.1", "X: " + "a".repeat(100_000)), "header");
    String[] many = new String[5_000];
    Arrays.setAll(many, i -> "X-" + i + ": a");
    assertShort(edge.raw("GET / HTTP/1.1", many), "headers");
  }

  @Test
  void a_body_that_ends_too_soon_takes_nobody_down() {
    for (int i = 0; i < 20; i++) {
      edge.rawCut("POST /api/auth/login HTTP/1.1", "Content-Length: 100");
    }
    assertThat(edge.post("/api/auth/login", "{\"email\":\"a\",\"password\":\"b\"}").statusCode())
        .isEqualTo(401);
  }

  private static void assertTooLarge(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 413")
        .contains("application/problem+json", "\"code\":\"too_large\"")
        .containsIgnoringCase("Connection: close");
  }

  private static void assertShort(String answer, String what) {
    assertThat(answer)
        .as(what)
        .matches("(?s)(HTTP/1\\.[01] [45]\\d\\d .*)?")
        .doesNotContainIgnoringCase("<html", "jetty", "Server:", "Exception", "\tat ", "java.")
        .hasSizeLessThan(2000);
  }
}
