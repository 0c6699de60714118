package chat.gateway.security;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Keeps those who send slowly, or nothing, from holding what others need: a connection without a
 * request is closed after a while, a body is there as a whole before a thread is given to it, and
 * one that trickles is given up. Uploads are passed on as they come, by threads of their own; polls
 * are read as they come, by no waiting thread.
 */
@Component
class SlowClients implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  private static final String UPLOADS = "/api/files/*";
  private static final String POLLS = "/socket.io/*";

  /** What the server counts in memory beside each part of a body. */
  private static final int OVERHEAD = 16;

  private final WebSettings settings;

  SlowClients(WebSettings settings) {
    this.settings = settings;
  }

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(this::customize);
  }

  private void customize(Server server) {
    EagerContentHandler whole =
        new EagerContentHandler(
            new RetainedContentLoaderFactory(2 * settings.maxBody().toBytes(), OVERHEAD, false));
    whole.excludePath(UPLOADS);
    whole.excludePath(POLLS);
    // What says to be too large is refused at once.
    whole.exclude(request -> request.getLength() > settings.maxBody().toBytes());
    server.insertHandler(whole);
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof AbstractConnector abstractConnector) {
        abstractConnector.addBean(new FirstRequest(connector, settings.firstRequest()));
      }
    }
  }

  /** Closes connections that have not begun with a request in time. */
  private record FirstRequest(Connector connector, Duration patience)
      implements Connection.Listener {

    @Override
    public void onOpened(Connection connection) {
      if (connection instanceof HttpConnection) {
        var unused =
            connector
                .getScheduler()
                .schedule(
                    () -> {
                      if (connection.getMessagesIn() == 0) {
                        connection.getEndPoint().close();
                      }
                    },
                    patience.toMillis(),
                    TimeUnit.MILLISECONDS);
      }
    }
  }
}
