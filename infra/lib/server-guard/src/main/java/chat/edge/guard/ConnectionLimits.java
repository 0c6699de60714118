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
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/** Limits the connections of a port, in all and per address. Closes new connections beyond that. */
final class ConnectionLimits
    implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  private final int max;
  private final int maxPerAddress;
  private final CountedAddresses counted;

  ConnectionLimits(GuardSettings settings, CountedAddresses counted) {
    this.max = settings.maxConnections(Runtime.getRuntime().maxMemory());
    this.maxPerAddress = settings.connectionsPerAddress();
    this.counted = counted;
  }

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(this::limit);
  }

  /** Limits the connections of all connectors of a server that has not started. */
  void limit(Server server) {
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof AbstractConnector abstractConnector) {
        abstractConnector.addBean(new Counter(abstractConnector));
      }
    }
  }

  /**
   * Counts connections per address. Counts all open ones once a second; in between it adds new ones
   * and ignores closed ones, so an address may be refused for up to a second too long.
   */
  private final class Counter implements Connection.Listener {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AbstractConnector connector;
    private final AtomicLong countedAt = new AtomicLong(System.nanoTime() - SECOND);
    private volatile Map<Object, Integer> addresses = new ConcurrentHashMap<>();

    Counter(AbstractConnector connector) {
      this.connector = connector;
    }

    @Override
    public void onOpened(Connection connection) {
      if (connection instanceof HttpConnection && !accept(connection.getEndPoint())) {
        connection.getEndPoint().close();
      }
    }

    private boolean accept(EndPoint client) {
      Collection<EndPoint> open = connector.getConnectedEndPoints();
      if (open.size() > max) {
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
      return addresses.merge(Networks.of(address), 1, Integer::sum) <= maxPerAddress;
    }

    /** Counts all open connections but a new one. */
    private Map<Object, Integer> count(Collection<EndPoint> open, EndPoint opened) {
      Map<Object, Integer> counts = new ConcurrentHashMap<>();
      for (EndPoint one : open) {
        InetAddress address = one == opened ? null : address(one);
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
