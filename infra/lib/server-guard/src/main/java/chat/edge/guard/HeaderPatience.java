package chat.edge.guard;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Closes connections whose request header is not complete in time. Jetty's own idle time-out does
 * not do that: it starts again with each byte.
 */
final class HeaderPatience
    implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  private final Duration patience;

  HeaderPatience(GuardSettings settings) {
    this.patience = settings.firstRequest();
  }

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(
        server -> {
          for (Connector connector : server.getConnectors()) {
            if (connector instanceof AbstractConnector abstractConnector) {
              abstractConnector.addBean(new Watch(connector, patience));
            }
          }
        });
  }

  /** Checks each connection at intervals until it closes or is upgraded. */
  private record Watch(Connector connector, Duration patience) implements Connection.Listener {

    private static final long NONE_YET = -1;

    @Override
    public void onOpened(Connection connection) {
      if (connection instanceof HttpConnection http) {
        checkLater(http, NONE_YET);
      }
    }

    /**
     * Schedules the next check.
     *
     * @param begun number of complete requests when an unfinished header was seen; -1 if none was
     */
    private void checkLater(HttpConnection connection, long begun) {
      var unused =
          connector
              .getScheduler()
              .schedule(() -> check(connection, begun), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void check(HttpConnection connection, long begun) {
      if (!connection.getEndPoint().isOpen()
          || connection.getEndPoint().getConnection() != connection) {
        return;
      }
      long complete = connection.getMessagesIn();
      boolean inHeader =
          connection.getParser().inHeaderState() && !connection.getParser().isStart();
      if (complete == 0 || (inHeader && complete == begun)) {
        connection.getEndPoint().close();
      } else {
        checkLater(connection, inHeader ? complete : NONE_YET);
      }
    }
  }
}
