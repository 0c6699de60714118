package chat.edge.guard;

import java.net.InetAddress;

/** Of which addresses connections are counted: not of proxies, each of which stands for many. */
@FunctionalInterface
public interface CountedAddresses {

  /** Whether the connections of an address are counted. */
  boolean isCounted(InetAddress address);
}
