package chat.sockets.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.sockets.budget.ClientMemory;
import chat.sockets.budget.Rate;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.Outlet;
import chat.sockets.fanout.TestHub;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/** A server of nothing but sockets, whose sessions answer each text with the same. */
final class WebSocketServer implements AutoCloseable {

  static final int MAX_MESSAGE = 64 * 1024;
  private static final long ENOUGH = 64 << 20;
  static final Rate CONTROL_FRAMES = new Rate(200, Duration.ofMinutes(10));

  final BlockingQueue<Connection> opened = new LinkedBlockingQueue<>();
  final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server, 1, 1);
  private final Hub hub;
  private final boolean compresses;
  final ClientMemory memory;

  /** Whether it is known whose the sockets are. */
  volatile boolean isKnown = true;

  WebSocketServer(TestHub.Bounds bounds) throws Exception {
    this(bounds, false);
  }

  WebSocketServer(TestHub.Bounds bounds, boolean compresses) throws Exception {
    this(bounds, compresses, new ClientMemory(ENOUGH));
  }

  WebSocketServer(TestHub.Bounds bounds, boolean compresses, ClientMemory memory) throws Exception {
    this.compresses = compresses;
    this.memory = memory;
    this.hub = TestHub.started(bounds);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new Handshakes(), "/*");
    server.setHandler(context);
    server.start();
  }

  int port() {
    return connector.getLocalPort();
  }

  Hub hub() {
    return hub;
  }

  @Override
  public void close() {
    hub.stop();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private WebSocketSession open(Outlet outlet) {
    Connection connection = hub.open(outlet);
    opened.add(connection);
    return new WebSocketSession() {
      @Override
      public Connection connection() {
        return connection;
      }

      @Override
      public boolean isKnown() {
        return isKnown;
      }

      @Override
      public void handle(String text) {
        texts.add(text);
        connection.send(Frame.event("a", "message", text.getBytes(UTF_8)));
      }

      @Override
      public void whenHandled(Runnable task) {
        task.run();
      }
    };
  }

  private final class Handshakes extends HttpServlet {
    private static final long serialVersionUID = 1;
    private final transient WebSocketUpgrade upgrade =
        new WebSocketUpgrade(
            (request, user) -> WebSocketServer.this::open,
            new WebSocketOptions(MAX_MESSAGE, compresses, CONTROL_FRAMES),
            memory,
            InstantSource.system());

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      upgrade.upgrade(
          new ServletServerHttpRequest(request),
          new ServletServerHttpResponse(response),
          request.getHeader("Sec-WebSocket-Protocol"),
          WebSocketExtension.parseExtensions(request.getHeader("Sec-WebSocket-Extensions")),
          null,
          new AbstractWebSocketHandler() {},
          Map.of());
    }
  }
}
