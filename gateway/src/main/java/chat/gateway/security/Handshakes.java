package chat.gateway.security;

import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Bounds the WebSocket handshakes that run at a time. A handshake is processor time only; when
 * thousands of clients connect at once, more threads would not finish it earlier, but would take
 * that time from the messages of others. Handshakes beyond the bound wait and hold no thread.
 */
@Component
class Handshakes implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String PLAIN = "/ws";
  private static final String SOCKET_IO = "/socket.io/";
  private static final String WITHOUT_POLLING = "transport=websocket";

  private final int atOnce;

  /** As many at a time as there are processors. */
  @Autowired
  Handshakes() {
    this(Math.max(2, Runtime.getRuntime().availableProcessors()));
  }

  Handshakes(int atOnce) {
    this.atOnce = atOnce;
  }

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(this::addTo);
  }

  void addTo(Server server) {
    QoSHandler bound = new QoSHandler();
    bound.setMaxRequestCount(atOnce);
    bound.setMaxSuspend(TIMEOUT);
    bound.include(Handshakes::isHandshake);
    server.insertHandler(bound);
  }

  /** Only requests that are answered without waiting: a slow one would delay the others. */
  private static boolean isHandshake(Request request) {
    if (!request.getHeaders().contains(HttpHeader.UPGRADE)) {
      return false;
    }
    String path = Request.getPathInContext(request);
    String query = request.getHttpURI().getQuery();
    return path.equals(PLAIN)
        || (path.equals(SOCKET_IO) && query != null && query.contains(WITHOUT_POLLING));
  }
}
