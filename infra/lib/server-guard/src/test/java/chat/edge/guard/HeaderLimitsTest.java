package chat.edge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeaderLimitsTest {

  /** 60 fields of 100 bytes and more: about 2.6 KB beyond what is not counted. */
  private static final String LARGE =
      "GET / HTTP/1.1\r\nHost: a\r\n" + "name: text-text\r\n".repeat(60);

  /** Its bytes that count while it is unfinished: all fields but the last one, which may go on. */
  private static final long OF_LARGE = 2_677;

  private static final String END = "\r\n";

  /** Enough for three of them. */
  private final HeaderBudget budget = new HeaderBudget(10_000);

  private final List<Socket> sockets = new ArrayList<>();
  private JettyServer server;

  @BeforeEach
  void start() throws Exception {
    server = new JettyServer(new HeaderLimits(budget)::limit);
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  @Test
  void unfinished_headers_count_until_they_are_complete() throws Exception {
    Socket socket = open(LARGE);
    JettyServer.await(() -> budget.used() > 0);

    finish(socket);

    assertThat(JettyServer.status(socket)).startsWith("HTTP/1.1 200");
    assertThat(budget.used()).isZero();
  }

  @Test
  void the_next_request_of_a_connection_counts_again() throws Exception {
    Socket socket = open(LARGE + END + LARGE);

    assertThat(JettyServer.status(socket)).startsWith("HTTP/1.1 200");
    JettyServer.await(() -> budget.used() > 0);
  }

  @Test
  void a_closed_connection_releases_its_bytes() throws Exception {
    Socket socket = open(LARGE);
    JettyServer.await(() -> budget.used() > 0);

    socket.close();

    JettyServer.await(() -> budget.used() == 0);
  }

  @Test
  void a_malformed_header_releases_its_bytes() throws Exception {
    Socket socket = open(LARGE + "no field\r\n" + END);

    assertThat(JettyServer.status(socket)).startsWith("HTTP/1.1 400");
    assertThat(budget.used()).isZero();
  }

  @Test
  void small_headers_are_not_counted() throws Exception {
    Socket socket = open("GET / HTTP/1.1\r\nHost: a\r\n");
    Socket large = open(LARGE);
    JettyServer.await(() -> budget.used() == OF_LARGE);

    finish(socket);

    assertThat(JettyServer.status(socket)).startsWith("HTTP/1.1 200");
    assertThat(budget.used()).isEqualTo(OF_LARGE);
    finish(large);
  }

  @Test
  void unfinished_headers_of_many_connections_do_not_keep_others_out() throws Exception {
    List<Socket> unfinished = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long before = budget.used();
      unfinished.add(open(LARGE));
      int count = i + 1;
      JettyServer.await(() -> count > 3 ? budget.used() > 5_000 : budget.used() > before);
    }

    Socket other = open(LARGE + END);

    assertThat(JettyServer.status(other)).startsWith("HTTP/1.1 200");
    assertThat(JettyServer.status(unfinished.get(0))).isEmpty();
    assertThat(budget.used()).isLessThanOrEqualTo(10_000);
  }

  @Test
  void the_header_that_began_first_is_evicted_first() throws Exception {
    List<Socket> unfinished = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long before = budget.used();
      unfinished.add(open(LARGE));
      JettyServer.await(() -> budget.used() > before + 2_000);
    }

    assertThat(JettyServer.status(open(LARGE + END))).startsWith("HTTP/1.1 200");

    assertThat(JettyServer.status(unfinished.get(0))).isEmpty();
    for (Socket younger : unfinished.subList(1, 3)) {
      finish(younger);
      assertThat(JettyServer.status(younger)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void a_request_has_a_maximum_number_of_fields() throws Exception {
    String fields = "GET / HTTP/1.1\r\nHost: a\r\n" + "a: b\r\n".repeat(100);

    assertThat(JettyServer.status(open(fields + END))).startsWith("HTTP/1.1 431");
  }

  private Socket open(String bytes) throws Exception {
    Socket socket = server.open(bytes);
    sockets.add(socket);
    return socket;
  }

  private static void finish(Socket socket) throws Exception {
    socket.getOutputStream().write(new byte[] {'\r', '\n'});
  }
}
