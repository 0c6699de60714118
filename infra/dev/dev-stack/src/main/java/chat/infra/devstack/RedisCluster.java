package chat.infra.devstack;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A real Redis Cluster of three masters for tests, started once for all tests of a JVM, with which
 * it ends.
 */
public final class RedisCluster {
  private static final int SERVERS = 3;

  private final SharedBackends servers;
  private final List<String> nodes;

  private RedisCluster(SharedBackends servers) {
    this.servers = servers;
    this.nodes =
        servers.parts().stream().map(server -> "127.0.0.1:" + server.port()).sorted().toList();
  }

  /** Starts the servers with the first call. */
  public static RedisCluster shared() {
    return Shared.CLUSTER;
  }

  /** Keeps what is started, as not all servers run at every later call. */
  private static final class Shared {
    static final RedisCluster CLUSTER =
        new RedisCluster(
            new SharedBackends(
                Home.find(),
                ProcessHandle.current(),
                IntStream.rangeClosed(1, SERVERS).mapToObj(server -> "redis-" + server).toList(),
                SERVERS));
  }

  /** Host and port of each server. */
  public List<String> nodes() {
    return nodes;
  }

  /** Ends a server hard; its data stay. */
  public void kill(int server) {
    servers.command("kill", "redis-" + server);
  }

  /** Starts a server that was killed, and returns when it serves its slots. */
  public void start(int server) {
    servers.command("start", "redis-" + server);
  }
}
