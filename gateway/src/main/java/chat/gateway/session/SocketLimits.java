package chat.gateway.session;

import chat.edge.guard.SettingBounds;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many connections a gateway accepts.
 *
 * @param sockets largest number of WebSocket and Socket.IO connections of one gateway, each kind by
 *     itself (1 or more); at most one for each 16 KB of the heap. Further ones get 503
 * @param unconnected largest number of WebSocket connections that have not sent their {@code
 *     connect} yet (1 or more); further ones get 503
 * @param perAddress largest number of connections from one address (1 or more), which many users
 *     may share; further ones get 429. Not counted without rate limits
 * @param perUser largest number of connections of one user (1 or more); a further one is closed
 *     with 4429. Not counted without rate limits
 */
@ConfigurationProperties("chat.gateway.socket.limits")
public record SocketLimits(
    @DefaultValue("100000") int sockets,
    @DefaultValue("5000") int unconnected,
    @DefaultValue("5000") int perAddress,
    @DefaultValue("500") int perUser) {

  /** A connection takes six, with its session and queues more. */
  private static final long BYTES_EACH = 16 * 1024;

  public SocketLimits {
    SettingBounds.atLeast("chat.gateway.socket.limits.sockets", sockets, 1);
    SettingBounds.atLeast("chat.gateway.socket.limits.unconnected", unconnected, 1);
    SettingBounds.atLeast("chat.gateway.socket.limits.per-address", perAddress, 1);
    SettingBounds.atLeast("chat.gateway.socket.limits.per-user", perUser, 1);
  }

  /** How many there may be with a heap of so many bytes. */
  public int mostSockets(long heap) {
    return (int) Math.min(sockets, heap / BYTES_EACH);
  }

  /** The same for load tests, whose users and addresses are few. */
  SocketLimits ofWholeGateway() {
    return new SocketLimits(sockets, unconnected, sockets, sockets);
  }
}
