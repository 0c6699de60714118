package chat.edge.guard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long clients may take, and how many connections they may have, on every HTTP port.
 *
 * @param firstRequest how long a new connection may take with its first request, and each later one
 *     once it has begun
 * @param keepAlive how long a connection may idle between two requests; longer than balancers keep
 *     theirs (most 60 s), so that none of them sends a request into one that is being closed
 * @param connections how many connections a port takes, sockets included; 0: one for each 16 KB of
 *     the heap
 * @param connectionsPerAddress how many of them from one address; trusted proxies have as many as
 *     there are
 */
@ConfigurationProperties("chat.web")
public record GuardSettings(
    @DefaultValue("10s") Duration firstRequest,
    @DefaultValue("90s") Duration keepAlive,
    @DefaultValue("0") int connections,
    @DefaultValue("10000") int connectionsPerAddress) {

  private static final long BYTES_EACH = 16 * 1024;

  public GuardSettings {
    if (firstRequest.toMillis() < 1) {
      throw new IllegalArgumentException(
          "chat.web.first-request: " + firstRequest + " (expected: > 0)");
    }
    if (keepAlive.toMillis() < 1) {
      throw new IllegalArgumentException("chat.web.keep-alive: " + keepAlive + " (expected: > 0)");
    }
    if (connections < 0) {
      throw new IllegalArgumentException(
          "chat.web.connections: " + connections + " (expected: >= 0)");
    }
    if (connectionsPerAddress < 1) {
      throw new IllegalArgumentException(
          "chat.web.connections-per-address: " + connectionsPerAddress + " (expected: > 0)");
    }
  }

  /** Maximum number of connections of a port, with a heap of so many bytes. */
  int maxConnections(long heap) {
    return connections > 0 ? connections : (int) Math.min(Integer.MAX_VALUE, heap / BYTES_EACH);
  }
}
