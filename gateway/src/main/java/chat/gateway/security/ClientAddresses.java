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
public final class ClientAddresses {

  static final String FORWARDED_FOR = "X-Forwarded-For";

  /** Nothing else: what is no address would be taken for a name, and asked for. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}|(?=.{0,4}:)[0-9A-Fa-f:.]{2,45}");

  /** Who has one IPv6 address has 2^64 of them (RFC 6177). */
  private static final int NETWORK_BYTES = 8;

  private final List<IpAddressMatcher> proxies;

  ClientAddresses(WebSettings settings) {
    this.proxies = settings.trustedProxies().stream().map(IpAddressMatcher::new).toList();
  }

  /** The address that a request's limits count for; of IPv6, the network. */
  public String of(HttpServletRequest request) {
    String remote = request.getRemoteAddr();
    return isProxy(remote) ? of(remote, said(request)) : network(remote);
  }

  /** Through how many proxies of ours, one after the other, a request came. */
  int proxies(HttpServletRequest request) {
    String address = request.getRemoteAddr();
    if (!isProxy(address)) {
      return 0; // what others say is not even read
    }
    int proxies = 0;
    List<String> hops = hops(said(request));
    while (isProxy(address)) {
      proxies++;
      if (proxies > hops.size() || !isAddress(hops.get(proxies - 1))) {
        break;
      }
      address = hops.get(proxies - 1);
    }
    return proxies;
  }

  /** Of proxies that speak only the standard's header, that counts. */
  static List<String> said(HttpServletRequest request) {
    List<String> said = Collections.list(request.getHeaders(FORWARDED_FOR));
    return said.isEmpty()
        ? ForwardedHeader.elements(Collections.list(request.getHeaders(ForwardedHeader.NAME)))
            .stream()
            .map(element -> ForwardedHeader.address(element.getOrDefault("for", "")))
            .toList()
        : said;
  }

  /** The same for who is connected, and what they say of whom they stand for. */
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

  /** Who called whom, the last first. */
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
      return false; // of colons and digits, and yet none
    }
  }

  /** Whether an address is one of our proxies', each of which stands for many clients. */
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
