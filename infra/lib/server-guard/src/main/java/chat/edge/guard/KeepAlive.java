package chat.edge.guard;

import java.time.Duration;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * How long a connection may idle between two requests. While there is a request, a client that
 * neither sends nor reads is given up sooner.
 */
final class KeepAlive implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  /** Jetty's own time for both. */
  private static final Duration WITHIN_REQUEST = Duration.ofSeconds(30);

  private final Duration between;

  KeepAlive(GuardSettings settings) {
    this.between = settings.keepAlive();
  }

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(
        server -> {
          for (Connector connector : server.getConnectors()) {
            if (connector instanceof AbstractConnector known) {
              known.setIdleTimeout(between.toMillis());
            }
            connector.getConnectionFactories().stream()
                .filter(HttpConfiguration.ConnectionFactory.class::isInstance)
                .map(HttpConfiguration.ConnectionFactory.class::cast)
                .forEach(
                    http -> http.getHttpConfiguration().setIdleTimeout(WITHIN_REQUEST.toMillis()));
          }
        });
  }
}
