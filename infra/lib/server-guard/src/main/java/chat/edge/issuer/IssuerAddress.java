package chat.edge.issuer;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * The addresses that an issuer may have: those whose answers no third party can change on the way.
 */
final class IssuerAddress {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

  private IssuerAddress() {}

  /** Whether an address is https, or http to this machine. */
  static boolean isSafe(URI address) {
    String host = address.getHost();
    return host != null
        && ("https".equalsIgnoreCase(address.getScheme())
            || ("http".equalsIgnoreCase(address.getScheme()) && LOOPBACK.matcher(host).matches()));
  }

  /** Refuses an address that is not safe. */
  static void check(String property, URI address) {
    if (!isSafe(address)) {
      throw new IllegalArgumentException(
          property + ": " + address + " (expected: https://…, or http://… to loopback)");
    }
  }
}
