package chat.writer.webhook;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses that webhooks may reach: public ones, and those of networks that the operator
 * allows. Services name the receivers, and must not reach by them what only this process can reach.
 */
final class AddressPolicy {

  /** All that is not public, by the registries of special addresses (RFC 6890 and its updates). */
  private static final List<AddressBlock> SPECIAL_4 =
      blocks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3");

  /** The addresses that are given to hosts at all. */
  private static final AddressBlock GLOBAL_6 = AddressBlock.of("2000::/3");

  /** Of those: protocols, Teredo, documentation, 6to4. */
  private static final List<AddressBlock> SPECIAL_6 =
      blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  /** The last four bytes are the IPv4 address that a NAT64 reaches (RFC 6052). */
  private static final AddressBlock NAT64 = AddressBlock.of("64:ff9b::/96");

  private static final int LENGTH_6 = 16;
  private static final int LENGTH_4 = 4;

  private final List<AddressBlock> allowed;

  AddressPolicy(List<AddressBlock> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /**
   * Whether an address may be reached.
   *
   * @param isSecure whether by TLS; without it only the networks that the operator allows
   */
  boolean permits(InetAddress address, boolean isSecure) {
    byte[] bytes = address.getAddress();
    byte[] reached = embedded(bytes);
    if (isIn(allowed, bytes) || isIn(allowed, reached)) {
      return true;
    }
    return isSecure && isPublic(reached);
  }

  private static boolean isPublic(byte[] address) {
    return address.length == LENGTH_4
        ? !isIn(SPECIAL_4, address)
        : GLOBAL_6.has(address) && !isIn(SPECIAL_6, address);
  }

  /** The IPv4 address that is reached by an IPv6 address; else the address itself. */
  private static byte[] embedded(byte[] address) {
    return NAT64.has(address) || isMapped(address)
        ? Arrays.copyOfRange(address, LENGTH_6 - LENGTH_4, LENGTH_6)
        : address;
  }

  /** Whether it is {@code ::ffff:0:0/96}, which the JDK shows as IPv4, but not always. */
  private static boolean isMapped(byte[] address) {
    int zeros = LENGTH_6 - LENGTH_4 - 2;
    return address.length == LENGTH_6
        && Arrays.equals(address, 0, zeros, new byte[zeros], 0, zeros)
        && address[zeros] == -1
        && address[zeros + 1] == -1;
  }

  private static boolean isIn(List<AddressBlock> blocks, byte[] address) {
    return blocks.stream().anyMatch(block -> block.has(address));
  }

  private static List<AddressBlock> blocks(String... texts) {
    return Stream.of(texts).map(AddressBlock::of).toList();
  }
}
