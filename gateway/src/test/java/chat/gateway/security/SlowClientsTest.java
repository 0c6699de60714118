package chat.gateway.security;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.Edge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that send slowly or nothing, many of them. */
class SlowClientsTest {

  /** More than the server has threads. */
  private static final int MANY = 400;

  private static final Duration QUICK = Duration.ofSeconds(5);

  /** A machine that is busy with something else is slow once; a gateway without threads always. */
  private static final int TRIES = 3;

  private static final Edge EDGE = new Edge("chat.web.first-request=3s");

  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void bodies_that_do_not_come_hold_no_threads() throws IOException {
    assertServesBeside(
        MANY,
        "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Content-Length: 100\r\n\r\n{");
  }

  @Test
  void headers_that_do_not_end_hold_no_threads_and_are_given_up() throws IOException {
    assertServesBeside(MANY, "GET / HTTP/1.1\r\nHost: a\r\nX: ");

    assertThat(sockets.get(0).getInputStream().read()).as("the end").isEqualTo(-1);
  }

  @Test
  void five_thousand_that_say_nothing_keep_nobody_out_and_are_let_go() throws IOException {
    assertServesBeside(5_000, "");

    for (Socket socket : sockets) {
      assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
    }
  }

  /** Each try has slow clients of its own, which have just come. */
  private void assertServesBeside(int count, String beginning) throws IOException {
    List<Duration> took = new ArrayList<>();
    while (took.size() < TRIES) {
      close();
      sockets.clear();
      open(count, beginning);
      took.add(serve());
      if (took.get(took.size() - 1).compareTo(QUICK) < 0) {
        return;
      }
    }
    throw new AssertionError("took " + took + " (expected: one less than " + QUICK + ")");
  }

  private static Duration serve() {
    Instant start = Instant.now();
    assertThat(EDGE.get("/.well-known/jwks.json").statusCode()).isEqualTo(200);
    assertThat(EDGE.post("/api/auth/login", "{\"email\":\"a\",\"password\":\"b\"}").statusCode())
        .isEqualTo(401);
    return Duration.between(start, Instant.now());
  }

  private void open(int count, String beginning) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), EDGE.port());
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(beginning.getBytes(US_ASCII));
      sockets.add(socket);
    }
  }
}
