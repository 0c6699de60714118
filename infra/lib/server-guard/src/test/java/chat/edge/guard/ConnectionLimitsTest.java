package chat.edge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void a_port_has_a_maximum_number_of_connections() throws Exception {
    assertLimit(settings(3, 100));
  }

  @Test
  void an_address_has_a_maximum_number_of_connections() throws Exception {
    assertLimit(settings(100, 3));
  }

  @Test
  void addresses_that_are_not_counted_have_no_maximum() throws Exception {
    ConnectionLimits limits = new ConnectionLimits(settings(100, 3), address -> false);
    try (JettyServer server = new JettyServer(limits::limit)) {
      for (int i = 0; i < 10; i++) {
        assertThat(isAnswered(server)).isTrue();
      }
    }
  }

  /** Three are accepted, the fourth is not; when one closes, another is accepted. */
  private void assertLimit(GuardSettings settings) throws Exception {
    ConnectionLimits limits = new ConnectionLimits(settings, address -> true);
    try (JettyServer server = new JettyServer(limits::limit)) {
      for (int i = 0; i < 3; i++) {
        assertThat(isAnswered(server)).as("connection %s", i).isTrue();
      }
      assertThat(isAnswered(server)).isFalse();

      sockets.get(0).close();

      JettyServer.await(() -> isAnswered(server));
      assertThat(isAnswered(server)).isFalse();
    }
  }

  private boolean isAnswered(JettyServer server) {
    try {
      Socket socket = server.open(REQUEST);
      sockets.add(socket);
      return JettyServer.status(socket).startsWith("HTTP/1.1 200");
    } catch (IOException refused) {
      return false;
    }
  }

  private static GuardSettings settings(int connections, int perAddress) {
    return new GuardSettings(
        Duration.ofSeconds(10), Duration.ofSeconds(90), connections, perAddress);
  }
}
