package chat.infra.devstack;

import java.util.stream.IntStream;

/**
 * The parts of a stack and their ports.
 *
 * @param port the first gateway's; every other port has a fixed distance from it
 * @param gateways number of gateways
 * @param brokers number of Kafka brokers
 * @param redisServers number of Redis servers; several are a cluster
 * @param backendsOnly whether the services are left out
 */
record Shape(int port, int gateways, int brokers, int redisServers, boolean backendsOnly) {
  static final Shape DEFAULT = new Shape(8080, 2, false);

  private static final int MANAGEMENT = 10_000;

  /** So many brokers that the log goes on without any one; the fewest masters of a cluster. */
  private static final int CLUSTER = 3;

  Shape {
    if (gateways < 1 || gateways > 10) {
      throw new Failure("--gateways: " + gateways + " (expected: 1..10)");
    }
    if (brokers != 1 && brokers != CLUSTER) {
      throw new Failure("--brokers: " + brokers + " (expected: 1 or " + CLUSTER + ")");
    }
    if (redisServers != 1 && redisServers != CLUSTER) {
      throw new Failure("--redis: " + redisServers + " (expected: 1 or " + CLUSTER + ")");
    }
    int lowest = port - 8080 + 6379;
    int highest = port - 8080 + (backendsOnly ? 9097 : 18_092);
    if (lowest < 1024 || highest > 65_535) {
      throw new Failure(
          "--port: %d puts ports at %d..%d (expected: all in 1024..65535)"
              .formatted(port, lowest, highest));
    }
  }

  /** With one broker and one Redis server. */
  Shape(int port, int gateways, boolean backendsOnly) {
    this(port, gateways, 1, 1, backendsOnly);
  }

  int kafka() {
    return kafka(1);
  }

  int kafkaController() {
    return kafkaController(1);
  }

  /** The port of a broker, counted from 1. */
  int kafka(int broker) {
    return moved(9092 + 2 * (broker - 1));
  }

  int kafkaController(int broker) {
    return kafka(broker) + 1;
  }

  int cassandra() {
    return moved(9042);
  }

  int cassandraInternode() {
    return moved(7000);
  }

  /**
   * Only opened with encryption between nodes, which is off; Cassandra requires a number
   * nevertheless.
   */
  int cassandraSecureInternode() {
    return moved(7001);
  }

  int redis() {
    return redis(1);
  }

  /** The port of a Redis server, counted from 1. */
  int redis(int server) {
    return moved(6379 + server - 1);
  }

  /** At which the servers of a cluster talk to each other. */
  int redisBus(int server) {
    return redis(server) + 10;
  }

  int s3() {
    return moved(9000);
  }

  /** The port of a gateway, counted from 1. */
  int gateway(int number) {
    return port + number - 1;
  }

  int upload() {
    return moved(8090);
  }

  /** The management port for a service's port. */
  int management(int servicePort) {
    return servicePort + MANAGEMENT;
  }

  int writerManagement() {
    return moved(18_091);
  }

  int trackerManagement() {
    return moved(18_092);
  }

  /** Every port of the backends, with one broker. */
  IntStream backendPorts() {
    IntStream first =
        IntStream.of(kafka(), kafkaController(), cassandra(), cassandraInternode(), redis(), s3());
    return redisServers == 1
        ? first
        : IntStream.concat(
            first,
            IntStream.rangeClosed(1, redisServers)
                .flatMap(server -> IntStream.of(redis(server), redisBus(server))));
  }

  private int moved(int standard) {
    return standard + port - 8080;
  }
}
