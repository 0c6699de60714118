package chat.infra.devstack;

/**
 * The ports at which brokers and their controllers are found, by clients and by each other: their
 * own, or those of proxies in front of them, by which a test breaks their network.
 *
 * @param distance of each proxy's port from the one behind it; 0: no proxies
 */
record AdvertisedPorts(Shape shape, int distance) {

  /** Names the distance. */
  static final String PROXIES = "CHAT_KAFKA_PROXIES";

  /** Those that the environment names. */
  static AdvertisedPorts of(Shape shape) {
    String value = System.getenv().getOrDefault(PROXIES, "0");
    try {
      return new AdvertisedPorts(shape, Integer.parseInt(value));
    } catch (NumberFormatException e) {
      throw new Failure(PROXIES + ": " + value + " (expected: a distance of ports)");
    }
  }

  /** The port of a broker, counted from 1. */
  int kafka(int broker) {
    return shape.kafka(broker) + distance;
  }

  int controller(int broker) {
    return shape.kafkaController(broker) + distance;
  }
}
