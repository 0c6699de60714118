package chat.edge.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** The networks to which limits per address apply. */
final class Networks {

  private Networks() {}

  /** An IPv4 address; for IPv6 the /64 network, as clients have whole networks (RFC 6177). */
  static Object of(InetAddress address) {
    return address instanceof Inet6Address
        ? ByteBuffer.wrap(address.getAddress()).getLong()
        : address;
  }
}
