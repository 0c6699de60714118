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
 * Closes connections that have not begun with a request in time, or that began with another and
 * don't come to its end. A byte now and then is no sign of life: the server's own time-out would
 * begin anew with each.
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

  /** Looks at each connection now and then, from its beginning until it ends or becomes another. */
  private record Watch(Connector connector, Duration patience) implements Connection.Listener {

    private static final long NONE_YET = -1;

    @Override
    public void onOpened(Connection connection) {
      if (connection instanceof HttpConnection http) {
        lookLater(http, NONE_YET);
      }
    }

    /**
     * Looks after the time that a request has.
     *
     * @param begun how many requests were complete when the next was seen to have begun
     */
    private void lookLater(HttpConnection connection, long begun) {
      var unused =
          connector
              .getScheduler()
              .schedule(() -> look(connection, begun), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(HttpConnection connection, long begun) {
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
        lookLater(connection, inHeader ? complete : NONE_YET);
      }
    }
  }
}
