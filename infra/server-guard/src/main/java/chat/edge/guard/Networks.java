package chat.edge.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Whose connections are counted together. */
final class Networks {

  private Networks() {}

  /** An address of IPv4; of IPv6 its network, as who has one address has 2^64 (RFC 6177). */
  static Object of(InetAddress address) {
    return address instanceof Inet6Address
        ? ByteBuffer.wrap(address.getAddress()).getLong()
        : address;
  }
}
