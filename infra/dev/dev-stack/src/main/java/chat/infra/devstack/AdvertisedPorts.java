package chat.infra.devstack;

import java.util.List;

/**
 * The ports at which brokers are found, by clients and by each other: their own, or those of
 * proxies in front of them, by which a test breaks their network.
 *
 * @param proxies one for each broker, or none
 */
record AdvertisedPorts(Shape shape, List<Integer> proxies) {

  /** Names the ports of proxies, with commas between. */
  static final String PROXIES = "CHAT_KAFKA_PROXIES";

  AdvertisedPorts {
    proxies = List.copyOf(proxies);
    if (!proxies.isEmpty() && proxies.size() != shape.brokers()) {
      throw new Failure(
          PROXIES + ": " + proxies + " (expected: " + shape.brokers() + ", as many as brokers)");
    }
  }

  /** Those that the environment names. */
  static AdvertisedPorts of(Shape shape) {
    String value = System.getenv().getOrDefault(PROXIES, "");
    try {
      return new AdvertisedPorts(
          shape,
          value.isEmpty()
              ? List.of()
              : List.of(value.split(",")).stream().map(Integer::valueOf).toList());
    } catch (NumberFormatException e) {
      throw new Failure(PROXIES + ": " + value + " (expected: ports with commas between)");
    }
  }

  /** The port of a broker, counted from 1. */
  int kafka(int broker) {
    return proxies.isEmpty() ? shape.kafka(broker) : proxies.get(broker - 1);
  }
}
