package chat.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HeaderBoundTest {

  private static final int CAPACITY = 20_000;

  /** The server parses a field when the next line begins. */
  private static final String LARGE =
      "GET / HTTP/1.1\r\nHost: a\r\nlarge: " + "x".repeat(7000) + "\r\nb";

  private static final String END = ": c\r\n\r\n";

  private final HeaderBound bound = new HeaderBound(CAPACITY);
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final List<Socket> sockets = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            callback.succeeded();
            return true;
          }
        });
    bound.addTo(connector);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.stop();
  }

  @Test
  void a_large_header_is_answered_while_many_are_unfinished() throws IOException {
    for (int i = 0; i < 40; i++) {
      send(LARGE);
    }
    await(() -> bound.used() > CAPACITY / 2);

    assertThat(answer(send(LARGE + END))).isEqualTo("HTTP/1.1 200");
    assertThat(sockets.get(0).getInputStream().read()).isEqualTo(-1);
    assertThat(bound.used()).isBetween(1L, (long) CAPACITY);
  }

  @Test
  void a_connection_that_ends_gives_back_what_its_header_held() throws IOException {
    Socket unfinished = send(LARGE);
    await(() -> bound.used() > 0);
    unfinished.close();

    await(() -> bound.used() == 0);
  }

  @Test
  void a_finished_header_holds_nothing() throws IOException {
    Socket socket = send(LARGE + END + LARGE + END);
    assertThat(answer(socket)).isEqualTo("HTTP/1.1 200");

    await(() -> bound.used() == 0);
  }

  private Socket send(String text) throws IOException {
    Socket socket = new Socket("127.0.0.1", connector.getLocalPort());
    sockets.add(socket);
    socket.setSoTimeout(Math.toIntExact(TimeUnit.SECONDS.toMillis(20)));
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return socket;
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), ISO_8859_1);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertThat(Thread.interrupted()).isFalse();
    }
  }
}
