package chat.edge.guard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long clients may take, and how many connections they may have, on every HTTP port.
 *
 * @param firstRequest longest time that a new connection may take for its first request, and for
 *     each later one once it has begun, at every HTTP port of every service (at least 1ms); then
 *     the connection is closed
 * @param keepAlive time that a connection may idle between two requests, at every HTTP port of
 *     every service (at least 1ms). Keep it longer than balancers keep theirs (most 60 s), so that
 *     none sends a request into a connection that is being closed
 * @param connections largest number of connections of one HTTP port, websockets included (0 or
 *     more); 0: one for each 16 KB of the heap. A further one is closed
 * @param connectionsPerAddress largest number of connections of one HTTP port from one address (1
 *     or more); a further one is closed. Trusted proxies are not counted, and without rate limits
 *     no address is
 */
@ConfigurationProperties("chat.web")
public record GuardSettings(
    @DefaultValue("10s") Duration firstRequest,
    @DefaultValue("90s") Duration keepAlive,
    @DefaultValue("0") int connections,
    @DefaultValue("10000") int connectionsPerAddress) {

  private static final long BYTES_EACH = 16 * 1024;

  public GuardSettings {
    SettingBounds.atLeast("chat.web.first-request", firstRequest, Duration.ofMillis(1));
    SettingBounds.atLeast("chat.web.keep-alive", keepAlive, Duration.ofMillis(1));
    SettingBounds.atLeast("chat.web.connections", connections, 0);
    SettingBounds.atLeast("chat.web.connections-per-address", connectionsPerAddress, 1);
  }

  /** Maximum number of connections of a port, with a heap of so many bytes. */
  int maxConnections(long heap) {
    return connections > 0 ? connections : (int) Math.min(Integer.MAX_VALUE, heap / BYTES_EACH);
  }
}
