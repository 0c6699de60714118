package chat.infra.prove.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Proxies in front of the brokers of an installation, at which clients and brokers find them. */
public final class BrokerProxies implements AutoCloseable {

  private static final int DISTANCE = 2000;

  private final Map<String, CutProxy> proxies = new HashMap<>();
  private final List<Integer> ports = new ArrayList<>();

  /**
   * Opens them, on the ports behind those of the brokers.
   *
   * @param first port of the first broker; each next one's is two higher
   * @param brokers number of brokers, which are named {@code kafka-1} and so on; 0: no proxies
   */
  public BrokerProxies(int first, int brokers) throws IOException {
    try {
      for (int broker : IntStream.rangeClosed(1, brokers).toArray()) {
        int target = first + 2 * (broker - 1);
        CutProxy proxy = new CutProxy(target + DISTANCE, target);
        proxies.put("kafka-" + broker, proxy);
        ports.add(target + DISTANCE);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** What the installation needs in its environment. */
  public Map<String, String> environment() {
    return ports.isEmpty()
        ? Map.of()
        : Map.of(
            "CHAT_KAFKA_PROXIES",
            ports.stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  /** The proxy of a broker. */
  CutProxy of(String broker) throws IOException {
    CutProxy proxy = proxies.get(broker);
    if (proxy == null) {
      throw new IOException("no proxy in front of " + broker);
    }
    return proxy;
  }

  @Override
  public void close() {
    proxies.values().forEach(CutProxy::close);
  }
}
