package chat.infra.devstack;

import java.util.stream.IntStream;

/**
 * What a stack consists of and where it listens.
 *
 * @param port the first gateway's; every other port keeps its distance from it
 * @param gateways how many
 * @param backendsOnly whether the services stay away
 */
record Shape(int port, int gateways, boolean backendsOnly) {
  static final Shape DEFAULT = new Shape(8080, 2, false);

  private static final int MANAGEMENT = 10_000;

  Shape {
    if (gateways < 1 || gateways > 10) {
      throw new Failure("--gateways: " + gateways + " (expected: 1..10)");
    }
    int lowest = port - 8080 + 6379;
    int highest = port - 8080 + (backendsOnly ? 9093 : 18_092);
    if (lowest < 1024 || highest > 65_535) {
      throw new Failure(
          "--port: %d puts ports at %d..%d (expected: all in 1024..65535)"
              .formatted(port, lowest, highest));
    }
  }

  int kafka() {
    return moved(9092);
  }

  int kafkaController() {
    return moved(9093);
  }

  int cassandra() {
    return moved(9042);
  }

  int cassandraInternode() {
    return moved(7000);
  }

  /** Only opened with encryption between nodes, which is off; Cassandra wants one nevertheless. */
  int cassandraSecureInternode() {
    return moved(7001);
  }

  int redis() {
    return moved(6379);
  }

  int s3() {
    return moved(9000);
  }

  /** The port of a gateway, the first being number 1. */
  int gateway(int number) {
    return port + number - 1;
  }

  int upload() {
    return moved(8090);
  }

  /** The management port that goes with a service's port. */
  int management(int servicePort) {
    return servicePort + MANAGEMENT;
  }

  int writerManagement() {
    return moved(18_091);
  }

  int trackerManagement() {
    return moved(18_092);
  }

  /** Every port that the backends take. */
  IntStream backendPorts() {
    return IntStream.of(
        kafka(), kafkaController(), cassandra(), cassandraInternode(), redis(), s3());
  }

  private int moved(int standard) {
    return standard + port - 8080;
  }
}
