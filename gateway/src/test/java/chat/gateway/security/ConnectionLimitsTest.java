package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import chat.infra.attacks.RawHttp;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

  private static final String HEADER = "GET /.well-known/jwks.json HTTP/1.1\r\nHost: a\r\n";

  @Test
  void connections_of_one_address_are_bounded() throws IOException {
    try (TestGateway gateway = new TestGateway("chat.web.connections-per-address=50")) {
      assertThat(letGo(gateway)).isGreaterThanOrEqualTo(50);
    }
  }

  @Test
  void connections_of_a_port_are_bounded() throws IOException {
    try (TestGateway gateway = new TestGateway("chat.web.connections=50")) {
      assertThat(letGo(gateway)).isGreaterThanOrEqualTo(50);
    }
  }

  @Test
  void connections_of_trusted_proxies_are_not_bounded_by_address() throws IOException {
    try (TestGateway gateway =
        new TestGateway(
            "chat.web.connections-per-address=50", "chat.web.trusted-proxies=127.0.0.1")) {
      assertThat(letGo(gateway)).isZero();
    }
  }

  /** The number of refused connections out of a hundred. */
  private static int letGo(TestGateway gateway) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    int letGo = 0;
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = gateway.raw().open(1, HEADER + "\r\n").get(0);
        sockets.add(socket);
        letGo += isAnswered(socket) ? 0 : 1;
      }
      return letGo;
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static boolean isAnswered(Socket socket) {
    try {
      socket.setSoTimeout(20_000);
      return socket.getInputStream().read() == 'H';
    } catch (IOException reset) {
      return false;
    }
  }

  @Test
  void header_fields_of_a_request_are_bounded() {
    RawHttp raw = TestGateway.shared().raw();
    String many = "a: b\r\n".repeat(101);

    assertThat(raw.ask("GET /.well-known/jwks.json HTTP/1.1", "Host: a", many.strip()))
        .startsWith("HTTP/1.1 431 ");
  }
}
