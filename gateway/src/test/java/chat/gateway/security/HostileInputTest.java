package chat.gateway.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import chat.infra.attacks.HostileHttp;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that no well-behaved client sends, at the port of users. */
class HostileInputTest extends HostileHttp {

  private static final int LIMIT = 64 * 1024;
  private static final int MANY = 400;

  private final TestGateway gateway = TestGateway.shared();

  @Override
  protected int port() {
    return gateway.port();
  }

  @Override
  protected String openPath() {
    return "/.well-known/jwks.json";
  }

  @Test
  void a_body_up_to_the_limit_is_read() {
    String json = "{\"email\":\"" + "a".repeat(LIMIT - 30) + "\",\"password\":\"b\"}";

    assertThat(gateway.post("/api/auth/login", json).statusCode()).isEqualTo(401);
  }

  @Test
  void a_body_with_a_larger_content_length_is_not_read() {
    String answer =
        raw()
            .ask(
                "POST /api/auth/login HTTP/1.1",
                "Content-Type: application/json",
                "Content-Length: " + (LIMIT + 1));

    assertTooLarge(answer);
  }

  @Test
  void a_body_of_unknown_length_is_read_up_to_the_limit_only() {
    String answer =
        raw()
            .askEndless(
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
        "GET /api/;x=1/probe HTTP/1.1",
        "GET //api/probe/me HTTP/1.1",
        "GET /api/a%2Fb HTTP/1.1",
        "GET /api/a%5Cb HTTP/1.1",
        "GET /api/a%0d%0aX: HTTP/1.1",
        "GET /api/%FF HTTP/1.1",
        "TRACE /api/auth/login HTTP/1.1",
        "NONSENSE /api/auth/login HTTP/1.1",
      })
  void a_malformed_request_line_gets_a_short_answer(String line) {
    assertShort(raw().ask(line), line);
  }

  /** So the client sends no other request on it. */
  @ParameterizedTest
  @ValueSource(strings = {"/api/%00", "/api/%zz", "/api/a%2Fb", "/api/messages/a/1/reactions/%00"})
  void a_connection_that_closes_after_its_answer_announces_it(String path) throws IOException {
    Socket socket = raw().open(1, "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").get(0);
    try (socket) {
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 400")
          .containsIgnoringCase("\r\nConnection: close\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: x",
        "Content-Length: -1",
        "Transfer-Encoding: nonsense",
        "X: a\u0000b",
      })
  void a_malformed_header_gets_a_short_answer(String header) {
    assertShort(raw().ask("POST /api/auth/login HTTP/1.1", header), header);
  }

  @Test
  void two_content_lengths_are_refused() {
    assertShort(
        raw()
            .ask(
                "POST /api/auth/login HTTP/1.1",
                "Content-Length: 2",
                "Transfer-Encoding: chunked",
                "Content-Type: application/json"),
        "smuggling");
  }

  @Test
  void a_body_that_does_not_arrive_times_out() throws Exception {
    assertGivenUp(
        "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Content-Length: 100\r\n\r\n{");
  }

  @Test
  void bodies_that_do_not_arrive_do_not_block_sign_ins() throws IOException {
    List<Socket> sockets =
        raw()
            .open(
                MANY,
                "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{");
    try {
      assertThat(
              gateway.post("/api/auth/login", "{\"email\":\"a\",\"password\":\"b\"}").statusCode())
          .isEqualTo(401);
    } finally {
      close(sockets);
    }
  }

  private static void assertTooLarge(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 413")
        .contains("application/problem+json", "\"code\":\"too_large\"")
        .containsIgnoringCase("Connection: close");
  }
}
