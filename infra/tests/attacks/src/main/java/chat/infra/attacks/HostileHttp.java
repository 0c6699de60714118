package chat.infra.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks that every port of every process withstands: each gets a short answer without details, or
 * none, and other clients are served meanwhile.
 */
public abstract class HostileHttp {

  /** More than a server has threads. */
  private static final int MANY = 300;

  /** Repeats a slow attack: a busy machine is slow once, a server without threads always. */
  private static final int TRIES = 3;

  private static final Duration QUICK = Duration.ofSeconds(5);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /** The port under attack; its server waits three seconds for a request. */
  protected abstract int port();

  /** A path that needs no authentication. */
  protected abstract String openPath();

  /** The status of a request for that path. */
  protected int openStatus() {
    return 200;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /%00 HTTP/1.1",
        "GET /%zz HTTP/1.1",
        "GET /../etc/passwd HTTP/1.1",
        "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1",
        "GET /..%2f..%2fetc/passwd HTTP/1.1",
        "GET /actuator/..%2f..%2fapplication.yaml HTTP/1.1",
        "GET /actuator/health/..;/env HTTP/1.1",
        "GET /..%5c..%5cwindows HTTP/1.1",
        "GET /WEB-INF/web.xml HTTP/1.1",
        "GET /;x=1/actuator HTTP/1.1",
        "GET //actuator//env HTTP/1.1",
        "GET /a%2Fb HTTP/1.1",
        "GET /a%0d%0aX:y HTTP/1.1",
        "GET /%FF HTTP/1.1",
        "GET api HTTP/1.1",
        "GET http://other.example/ HTTP/1.1",
        "GET /a b HTTP/1.1",
        "TRACE / HTTP/1.1",
        "NONSENSE / HTTP/1.1",
        "GET / HTTP/9.9",
        "\u0000\u0001\u0002",
        "{}",
      })
  void bytes_that_are_no_request_get_a_short_answer(String line) {
    assertShort(raw().ask(line), line);
    assertShort(raw().ask(line, "Accept: text/html"), line);
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
  void a_malformed_header_gets_a_short_answer(String header) {
    assertShort(raw().ask("POST /nothing HTTP/1.1", header), header);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "beans",
        "caches",
        "conditions",
        "configprops",
        "env",
        "heapdump",
        "httpexchanges",
        "info",
        "logfile",
        "loggers",
        "mappings",
        "metrics",
        "scheduledtasks",
        "sessions",
        "shutdown",
        "startup",
        "threaddump"
      })
  void requests_of_operators_are_refused(String endpoint) {
    for (String method : List.of("GET", "POST", "DELETE")) {
      String asked = method + " /actuator/" + endpoint + " HTTP/1.1";
      assertShort(raw().ask(asked), asked);
    }
  }

  @Test
  void no_request_is_forwarded_to_another_host() throws IOException {
    String asked = "CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n";
    try (Socket socket = raw().open(1, asked).get(0)) {
      assertThat(RawHttp.statusLine(socket)).matches("(HTTP/1\\.1 [45]\\d\\d .*)?");
    }
  }

  @Test
  void two_lengths_of_one_body_are_refused() {
    assertShort(
        raw().ask("POST / HTTP/1.1", "Content-Length: 2", "Transfer-Encoding: chunked"),
        "smuggling");
  }

  @Test
  void a_long_address_and_long_headers_are_refused() {
    assertShort(raw().ask("GET /" + "a".repeat(100_000) + " HTTP/1.1"), "address");
    assertShort(raw().ask("GET / HTTP/1.1", "X: " + "a".repeat(100_000)), "header");
    String[] many = new String[5_000];
    Arrays.setAll(many, i -> "X-" + i + ": a");
    assertShort(raw().ask("GET / HTTP/1.1", many), "headers");
  }

  @Test
  void requests_that_end_too_soon_break_no_server() throws Exception {
    for (int i = 0; i < 20; i++) {
      raw().cut("POST /nothing HTTP/1.1", "Content-Length: 100");
      raw().cut("GET " + openPath());
    }
    assertServes(Duration.ofMinutes(1));
  }

  @Test
  void headers_that_do_not_end_hold_no_threads_and_are_given_up() throws Exception {
    assertGivenUp("GET / HTTP/1.1\r\nHost: a\r\nX: ");
  }

  @Test
  void a_client_that_stops_in_the_middle_of_its_second_request_is_cut_off() throws Exception {
    assertGivenUp("GET " + openPath() + " HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nX: ");
  }

  @Test
  void bodies_that_do_not_come_hold_no_threads() throws Exception {
    assertBlocksNone("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{");
  }

  /** The port as raw bytes. */
  protected final RawHttp raw() {
    return new RawHttp(port());
  }

  /** Asserts that other clients are served normally. */
  private void assertServes(Duration timeout) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port() + openPath());
    HttpResponse<Void> answer =
        CLIENT.send(
            HttpRequest.newBuilder(uri).timeout(timeout).build(), BodyHandlers.discarding());
    assertThat(answer.statusCode()).isEqualTo(openStatus());
  }

  /** Asserts that many connections with such a beginning block no other client, and end. */
  protected final void assertGivenUp(String beginning) throws Exception {
    assertBlocksNone(beginning, sockets -> assertThat(sockets).allMatch(RawHttp::isLetGo));
  }

  /** Asserts that many connections with such a beginning block no other client. */
  protected final void assertBlocksNone(String beginning) throws Exception {
    assertBlocksNone(beginning, sockets -> {});
  }

  private void assertBlocksNone(String beginning, Consumer<List<Socket>> afterwards)
      throws Exception {
    for (int left = TRIES - 1; left >= 0; left--) {
      List<Socket> sockets = raw().open(MANY, beginning);
      try {
        assertServes(QUICK);
        afterwards.accept(sockets);
        return;
      } catch (HttpTimeoutException slow) {
        if (left == 0) {
          throw slow;
        }
      } finally {
        close(sockets);
      }
    }
  }

  /** Closes connections. */
  protected static void close(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** Asserts that an answer is a short error that does not reveal the server. */
  protected static void assertShort(String answer, String what) {
    assertThat(answer)
        .as(what)
        .matches("(?s)(HTTP/1\\.[01] [45]\\d\\d .*)?")
        .doesNotContainIgnoringCase(
            "<html",
            "jetty",
            "spring",
            "whitelabel",
            "Server:",
            "Exception",
            "\tat ",
            "java.",
            "chat.")
        .hasSizeLessThan(2000);
  }
}
