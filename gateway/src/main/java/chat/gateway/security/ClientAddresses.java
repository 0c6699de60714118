package chat.gateway.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * From where somebody calls, as far as that can be believed: what a proxy says counts only if the
 * proxy is one of ours.
 */
@Component
final class ClientAddresses {

  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]{2,45}");

  /** Who has one IPv6 address has 2^64 of them (RFC 6177). */
  private static final int NETWORK_BYTES = 8;

  private final List<IpAddressMatcher> proxies;

  ClientAddresses(WebSettings settings) {
    this.proxies = settings.trustedProxies().stream().map(IpAddressMatcher::new).toList();
  }

  /** The address that a request's limits count for; of IPv6, the network. */
  String of(HttpServletRequest request) {
    String address = request.getRemoteAddr();
    if (isProxy(address)) {
      List<String> hops = hops(request);
      for (int i = 0; i < hops.size() && isProxy(address); i++) {
        if (!ADDRESS.matcher(hops.get(i)).matches()) {
          break;
        }
        address = hops.get(i);
      }
    }
    return network(address);
  }

  /** Who called whom, the last first. */
  private static List<String> hops(HttpServletRequest request) {
    List<String> hops = new ArrayList<>();
    for (String header : Collections.list(request.getHeaders(FORWARDED_FOR))) {
      Stream.of(header.split(",", -1)).map(String::strip).forEach(hops::add);
    }
    Collections.reverse(hops);
    return hops;
  }

  private boolean isProxy(String address) {
    return proxies.stream().anyMatch(proxy -> proxy.matches(address));
  }

  @SuppressWarnings("AddressSelection") // an address, never a name: there is one, and no look-up
  private static String network(String address) {
    try {
      InetAddress parsed = InetAddress.getByName(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
          : parsed.getHostAddress();
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
