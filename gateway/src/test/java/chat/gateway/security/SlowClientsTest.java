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
    open(
        MANY,
        "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Content-Length: 100\r\n\r\n{");

    assertServes();
  }

  @Test
  void headers_that_do_not_end_hold_no_threads_and_are_given_up() throws IOException {
    open(MANY, "GET / HTTP/1.1\r\nHost: a\r\nX: ");

    assertServes();
    assertThat(sockets.get(0).getInputStream().read()).as("the end").isEqualTo(-1);
  }

  @Test
  void five_thousand_that_say_nothing_keep_nobody_out_and_are_let_go() throws IOException {
    open(5_000, "");

    assertServes();
    for (Socket socket : sockets) {
      assertThat(socket.getInputStream().read()).as("the end").isEqualTo(-1);
    }
  }

  private static void assertServes() {
    Instant start = Instant.now();
    assertThat(EDGE.get("/.well-known/jwks.json").statusCode()).isEqualTo(200);
    assertThat(EDGE.post("/api/auth/login", "{\"email\":\"a\",\"password\":\"b\"}").statusCode())
        .isEqualTo(401);
    assertThat(Duration.between(start, Instant.now())).isLessThan(QUICK);
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
