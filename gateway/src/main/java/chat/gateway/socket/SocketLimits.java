package chat.gateway.socket;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many sockets a gateway takes.
 *
 * @param sockets in all, as far as there is a heap of 16 KB for each
 * @param unconnected that have not said yet whose they are
 * @param perAddress from one address; many people may share one
 * @param perUser of one user
 */
@ConfigurationProperties("chat.gateway.socket.limits")
record SocketLimits(
    @DefaultValue("100000") int sockets,
    @DefaultValue("5000") int unconnected,
    @DefaultValue("5000") int perAddress,
    @DefaultValue("500") int perUser) {

  /** A socket takes six, with what it belongs to and waits for more. */
  private static final long BYTES_EACH = 16 * 1024;

  SocketLimits {
    atLeastOne(sockets, "sockets");
    atLeastOne(unconnected, "unconnected");
    atLeastOne(perAddress, "perAddress");
    atLeastOne(perUser, "perUser");
  }

  /** How many there may be with a heap of so many bytes. */
  int mostSockets(long heap) {
    return (int) Math.min(sockets, heap / BYTES_EACH);
  }

  /** The same for load tests, whose users and addresses are few. */
  SocketLimits ofWholeGateway() {
    return new SocketLimits(sockets, unconnected, sockets, sockets);
  }

  private static void atLeastOne(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
