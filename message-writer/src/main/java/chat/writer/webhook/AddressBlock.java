package chat.writer.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A network of addresses.
 *
 * @param first its first address
 * @param prefix number of leading bits that all its addresses have in common
 */
record AddressBlock(InetAddress first, int prefix) {

  /** Digits only, so that no text is looked up as the name of a host. */
  private static final Pattern NUMBERS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*");

  AddressBlock {
    if (prefix < 0 || prefix > first.getAddress().length * Byte.SIZE) {
      throw wrong(first.getHostAddress() + "/" + prefix);
    }
  }

  /** Reads {@code 10.0.0.0/8} or {@code fd00::/8}; without a slash, one address. */
  static AddressBlock of(String text) {
    String[] parts = text.strip().split("/", -1);
    if (parts.length > 2 || !NUMBERS.matcher(parts[0]).matches()) {
      throw wrong(text);
    }
    try {
      InetAddress first = InetAddress.getByName(parts[0]);
      int bits = first.getAddress().length * Byte.SIZE;
      return new AddressBlock(first, parts.length == 1 ? bits : Integer.parseInt(parts[1]));
    } catch (UnknownHostException | NumberFormatException e) {
      throw wrong(text);
    }
  }

  /** Whether an address of the same length is one of its addresses. */
  boolean has(byte[] address) {
    byte[] start = first.getAddress();
    if (start.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit += Byte.SIZE) {
      int unused = Math.max(0, bit + Byte.SIZE - prefix);
      int difference = (start[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & 0xff;
      if (difference >>> unused != 0) {
        return false;
      }
    }
    return true;
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "chat.writer.webhooks.allowed-networks: %s (expected: as 10.0.0.0/8)".formatted(text));
  }
}
