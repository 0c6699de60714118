package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import chat.infra.attacks.RawHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Many clients that send slowly or nothing. */
class SlowClientsTest {

  private static final Duration QUICK = Duration.ofSeconds(5);

  /** Repeats a slow call: a busy machine is slow once, a gateway without threads always. */
  private static final int TRIES = 3;

  private static final long BYTE_EVERY_NANOS = Duration.ofMillis(100).toNanos();

  /** The bytes that a client sends at that rate until it is stopped. */
  private static final int TRICKLE = 300;

  private static final TestGateway GATEWAY = TestGateway.shared();

  @Test
  void five_thousand_silent_connections_block_no_client_and_time_out() throws IOException {
    List<Duration> took = new ArrayList<>();
    while (took.isEmpty() || (isSlow(took) && took.size() < TRIES)) {
      List<Socket> sockets = GATEWAY.raw().open(5_000, "");
      try {
        took.add(serve());
        assertThat(sockets).allMatch(RawHttp::isLetGo);
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }
    assertThat(took).anyMatch(duration -> duration.compareTo(QUICK) < 0);
  }

  private static boolean isSlow(List<Duration> took) {
    return took.get(took.size() - 1).compareTo(QUICK) >= 0;
  }

  @Test
  void a_header_sent_byte_by_byte_times_out() throws IOException {
    assertThat(isGivenUp("GET / HTTP/1.1\r\nX: ")).isTrue();
  }

  @Test
  void the_header_of_a_later_request_times_out() throws IOException {
    String first = "GET /.well-known/jwks.json HTTP/1.1\r\nHost: a\r\n\r\n";

    assertThat(isGivenUp(first + "GET / HTTP/1.1\r\nX: ")).isTrue();
  }

  @Test
  void a_body_sent_byte_by_byte_times_out() throws IOException {
    String beginning =
        String.join(
            "\r\n",
            "POST /api/auth/login HTTP/1.1",
            "Host: a",
            "Content-Type: application/json",
            "Content-Length: 1000",
            "",
            "");

    assertThat(isGivenUp(beginning)).isTrue();
  }

  /** Whether the server closes while it gets ten bytes a second. */
  private static boolean isGivenUp(String beginning) throws IOException {
    try (Socket socket = GATEWAY.raw().open(1, beginning).get(0)) {
      OutputStream out = socket.getOutputStream();
      for (int sent = 0; sent < TRICKLE; sent++) {
        out.write('a');
        LockSupport.parkNanos(BYTE_EVERY_NANOS);
      }
      return false;
    } catch (SocketException closed) {
      return true;
    }
  }

  private static Duration serve() {
    Instant start = Instant.now();
    assertThat(GATEWAY.get("/.well-known/jwks.json").statusCode()).isEqualTo(200);
    assertThat(GATEWAY.post("/api/auth/login", "{\"email\":\"a\",\"password\":\"b\"}").statusCode())
        .isEqualTo(401);
    return Duration.between(start, Instant.now());
  }
}
