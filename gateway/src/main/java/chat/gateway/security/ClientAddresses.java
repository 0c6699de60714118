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

/** Finds the address of a client. Believes forwarding headers only of trusted proxies. */
@Component
public final class ClientAddresses {

  static final String FORWARDED_FOR = "X-Forwarded-For";

  /** Matches addresses only, as anything else would be looked up as a name. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}|(?=.{0,4}:)[0-9A-Fa-f:.]{2,45}");

  /** A client with one IPv6 address has 2^64 of them (RFC 6177). */
  private static final int NETWORK_BYTES = 8;

  private final List<IpAddressMatcher> proxies;

  ClientAddresses(WebSettings settings) {
    this.proxies = settings.trustedProxies().stream().map(IpAddressMatcher::new).toList();
  }

  /** The address to which limits apply; of IPv6, the network. */
  public String of(HttpServletRequest request) {
    String remote = request.getRemoteAddr();
    return isProxy(remote) ? of(remote, forwarded(request)) : network(remote);
  }

  /** The number of trusted proxies that a request passed, counted from this gateway. */
  int proxies(HttpServletRequest request) {
    String address = request.getRemoteAddr();
    if (!isProxy(address)) {
      return 0; // forwarding headers of others are not read
    }
    int proxies = 0;
    List<String> hops = hops(forwarded(request));
    while (isProxy(address)) {
      proxies++;
      if (proxies > hops.size() || !isAddress(hops.get(proxies - 1))) {
        break;
      }
      address = hops.get(proxies - 1);
    }
    return proxies;
  }

  /** Reads {@code Forwarded} if there is no {@code X-Forwarded-For}. */
  static List<String> forwarded(HttpServletRequest request) {
    List<String> said = Collections.list(request.getHeaders(FORWARDED_FOR));
    return said.isEmpty()
        ? ForwardedHeader.elements(Collections.list(request.getHeaders(ForwardedHeader.NAME)))
            .stream()
            .map(element -> ForwardedHeader.address(element.getOrDefault("for", "")))
            .toList()
        : said;
  }

  /** The address to which limits apply, from that of the connection and the forwarding headers. */
  String of(String remote, List<String> forwarded) {
    String address = remote;
    if (isProxy(address)) {
      List<String> hops = hops(forwarded);
      for (int i = 0; i < hops.size() && isProxy(address); i++) {
        if (!isAddress(hops.get(i))) {
          break;
        }
        address = hops.get(i);
      }
    }
    return network(address);
  }

  /** The addresses in forwarding headers, the nearest first. */
  private static List<String> hops(List<String> forwarded) {
    List<String> hops = new ArrayList<>();
    for (String header : forwarded) {
      Stream.of(header.split(",", -1)).map(String::strip).forEach(hops::add);
    }
    Collections.reverse(hops);
    return hops;
  }

  @SuppressWarnings("AddressSelection") // see network
  private static boolean isAddress(String text) {
    try {
      return ADDRESS.matcher(text).matches() && InetAddress.getByName(text) != null;
    } catch (UnknownHostException e) {
      return false; // only looks like an address
    }
  }

  /** Whether an address is that of a trusted proxy, which serves many clients. */
  boolean isProxy(String address) {
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
