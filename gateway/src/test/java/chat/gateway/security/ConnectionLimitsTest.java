package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.Edge;
import chat.infra.attacks.RawHttp;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

  private static final String HEADER = "GET /.well-known/jwks.json HTTP/1.1\r\nHost: a\r\n";

  @Test
  void an_address_has_as_many_connections_as_it_may() throws IOException {
    try (Edge edge = new Edge("chat.web.connections-per-address=50")) {
      assertThat(letGo(edge)).isGreaterThanOrEqualTo(50);
    }
  }

  @Test
  void a_port_has_as_many_connections_as_it_takes() throws IOException {
    try (Edge edge = new Edge("chat.web.connections=50")) {
      assertThat(letGo(edge)).isGreaterThanOrEqualTo(50);
    }
  }

  @Test
  void proxies_that_are_trusted_have_as_many_as_they_want() throws IOException {
    try (Edge edge =
        new Edge("chat.web.connections-per-address=50", "chat.web.trusted-proxies=127.0.0.1")) {
      assertThat(letGo(edge)).isZero();
    }
  }

  /** How many of a hundred connections that ask for something are not answered. */
  private static int letGo(Edge edge) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    int letGo = 0;
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = edge.raw().open(1, HEADER + "\r\n").get(0);
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
  void a_request_has_so_many_header_fields_and_no_more() {
    RawHttp raw = Edge.shared().raw();
    String many = "a: b\r\n".repeat(101);

    assertThat(raw.ask("GET /.well-known/jwks.json HTTP/1.1", "Host: a", many.strip()))
        .startsWith("HTTP/1.1 431 ");
  }
}
