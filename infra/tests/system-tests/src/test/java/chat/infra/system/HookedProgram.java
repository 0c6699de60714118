package chat.infra.system;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A receiver of webhooks on loopback, which accepts everything unless it is told not to. */
final class HookedProgram implements AutoCloseable {

  private final HttpServer server;
  private final List<Long> seqs = new CopyOnWriteArrayList<>();
  private volatile int status = 204;

  HookedProgram() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          seqs.add(Long.valueOf(body.replaceFirst("^\\{\"seq\":(\\d+),(?s:.*)", "$1")));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** What it answers from now on. */
  void answer(int status) {
    this.status = status;
  }

  /** The seqs of the events in the order in which they came. */
  List<Long> seqs() {
    return List.copyOf(seqs);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
