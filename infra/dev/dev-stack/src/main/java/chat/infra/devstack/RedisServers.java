package chat.infra.devstack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The settings of Redis servers. Those of a cluster know each other and their slots from their
 * first start; each is a master.
 *
 * @param ports their ports for clients
 * @param busPorts their ports for each other
 */
record RedisServers(List<Integer> ports, List<Integer> busPorts) {
  private static final int SLOTS = 16_384;

  RedisServers {
    ports = List.copyOf(ports);
    busPorts = List.copyOf(busPorts);
  }

  /** The settings of a server. */
  static String settings(int port, Path directory) {
    return Template.fill("redis.conf", Map.of("port", port, "directory", directory));
  }

  /**
   * What the settings of a server in the cluster have beyond that.
   *
   * @param server counted from 1
   * @param nodes the file with {@link #nodes}
   */
  String cluster(int server, Path nodes) {
    return Template.fill(
        "redis-cluster.conf", Map.of("busPort", busPorts.get(server - 1), "nodes", nodes));
  }

  /** All servers as one of them sees them, in the format of Redis. */
  String nodes(int server) {
    return IntStream.rangeClosed(1, ports.size())
            .mapToObj(each -> line(each, each == server))
            .collect(Collectors.joining())
        + "vars currentEpoch %d lastVoteEpoch 0\n".formatted(ports.size());
  }

  private String line(int server, boolean self) {
    int count = ports.size();
    return "%040x 127.0.0.1:%d@%d %smaster - 0 0 %d connected %d-%d\n"
        .formatted(
            server,
            ports.get(server - 1),
            busPorts.get(server - 1),
            self ? "myself," : "",
            server,
            SLOTS * (server - 1) / count,
            SLOTS * server / count - 1);
  }
}
