package chat.infra.prove.fault;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Proxies in front of the brokers of an installation, at which clients, brokers and controllers
 * find them.
 */
public final class BrokerProxies implements AutoCloseable {

  /** Between the port of a broker and that of its proxy; as the launcher expects it. */
  private static final int DISTANCE = 2000;

  private final Map<String, List<CutProxy>> proxies = new HashMap<>();

  /**
   * Opens them.
   *
   * @param first port of the first broker, before that of its controller; each next one's is two
   *     higher
   * @param brokers number of brokers, which are named {@code kafka-1} and so on; 0: no proxies
   */
  public BrokerProxies(int first, int brokers) throws IOException {
    try {
      for (int broker = 1; broker <= brokers; broker++) {
        int port = first + 2 * (broker - 1);
        String name = "kafka-" + broker;
        CutProxy clients = open(name, port);
        proxies.put(name, List.of(clients));
        proxies.put(name, List.of(clients, open(name, port + 1)));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private static CutProxy open(String name, int target) throws IOException {
    try {
      return new CutProxy(target + DISTANCE, target);
    } catch (IOException e) {
      throw new IOException(
          "port %d (proxy of %s): %s".formatted(target + DISTANCE, name, e.getMessage()), e);
    }
  }

  /** What the installation needs in its environment. */
  public Map<String, String> environment() {
    return proxies.isEmpty() ? Map.of() : Map.of("CHAT_KAFKA_PROXIES", Integer.toString(DISTANCE));
  }

  /** The proxies of a broker: of its port, and of its controller's. */
  List<CutProxy> of(String broker) throws IOException {
    List<CutProxy> found = proxies.get(broker);
    if (found == null) {
      throw new IOException("no proxy in front of " + broker);
    }
    return found;
  }

  @Override
  public void close() {
    proxies.values().forEach(of -> of.forEach(CutProxy::close));
  }
}
