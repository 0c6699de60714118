package chat.edge.guard;

import java.net.InetAddress;

/** The addresses whose connections are limited. Proxies are not, as each serves many clients. */
@FunctionalInterface
public interface CountedAddresses {

  /** Whether the connections of an address are counted. */
  boolean isCounted(InetAddress address);
}
