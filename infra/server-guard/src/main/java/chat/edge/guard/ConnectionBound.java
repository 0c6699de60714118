package chat.edge.guard;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Closes new connections where there are as many as a port takes, in all or of one address. What a
 * connection costs is small and known; how many there are is up to others.
 */
final class ConnectionBound
    implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  private final int most;
  private final int mostOfAddress;
  private final CountedAddresses counted;

  ConnectionBound(GuardSettings settings, CountedAddresses counted) {
    this.most = settings.mostConnections(Runtime.getRuntime().maxMemory());
    this.mostOfAddress = settings.connectionsPerAddress();
    this.counted = counted;
  }

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(
        server -> {
          for (Connector connector : server.getConnectors()) {
            if (connector instanceof AbstractConnector abstractConnector) {
              abstractConnector.addBean(new Door(abstractConnector));
            }
          }
        });
  }

  /**
   * Counts anew once a second. Within that second it adds what comes, and does not notice what
   * goes: who opens connections that fast may be told to wait.
   */
  private final class Door implements Connection.Listener {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AbstractConnector connector;
    private final AtomicLong countedAt = new AtomicLong(System.nanoTime() - SECOND);
    private volatile Map<Object, Integer> addresses = new ConcurrentHashMap<>();

    Door(AbstractConnector connector) {
      this.connector = connector;
    }

    @Override
    public void onOpened(Connection connection) {
      if (connection instanceof HttpConnection && !isLetIn(connection.getEndPoint())) {
        connection.getEndPoint().close();
      }
    }

    private boolean isLetIn(EndPoint client) {
      Collection<EndPoint> open = connector.getConnectedEndPoints();
      if (open.size() > most) {
        return false;
      }
      InetAddress address = address(client);
      if (address == null || !counted.isCounted(address)) {
        return true;
      }
      long last = countedAt.get();
      long now = System.nanoTime();
      if (now - last >= SECOND && countedAt.compareAndSet(last, now)) {
        addresses = count(open, client);
      }
      return addresses.merge(Networks.of(address), 1, Integer::sum) <= mostOfAddress;
    }

    /** All that are open, but for the one that is looked at. */
    private Map<Object, Integer> count(Collection<EndPoint> open, EndPoint client) {
      Map<Object, Integer> counts = new ConcurrentHashMap<>();
      for (EndPoint one : open) {
        InetAddress address = one == client ? null : address(one);
        if (address != null) {
          counts.merge(Networks.of(address), 1, Integer::sum);
        }
      }
      return counts;
    }
  }

  private static @Nullable InetAddress address(EndPoint client) {
    return client.getRemoteSocketAddress() instanceof InetSocketAddress internet
        ? internet.getAddress()
        : null;
  }
}
