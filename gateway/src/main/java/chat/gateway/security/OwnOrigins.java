package chat.gateway.security;

import chat.gateway.security.OwnOrigin.Forwarded;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives later filters a request whose scheme, host and port are those that the client used, also
 * behind a trusted proxy that ends TLS. Removes the forwarding headers, so no later code believes
 * those of untrusted senders.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OwnOrigins extends OncePerRequestFilter {

  private static final String PROTO = "X-Forwarded-Proto";
  private static final String HOST = "X-Forwarded-Host";
  private static final String PORT = "X-Forwarded-Port";

  /** The headers that Spring's filter in the upload service would believe. */
  private static final Set<String> GONE =
      Set.of(
          "forwarded",
          "x-forwarded-proto",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-prefix",
          "x-forwarded-ssl");

  private final ClientAddresses addresses;

  OwnOrigins(ClientAddresses addresses) {
    this.addresses = addresses;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(new AtOrigin(request, of(request)), response);
  }

  /** The origin of a request's own pages. */
  OwnOrigin of(HttpServletRequest request) {
    String scheme = request.getScheme();
    int proxies = addresses.proxies(request);
    String host = request.getHeader(HttpHeaders.HOST);
    if (proxies > 0) {
      Forwarded said = forwarded(request, proxies);
      OwnOrigin origin =
          said.isNothing()
              ? null
              : OwnOrigin.of(said, scheme, host == null ? request.getServerName() : host);
      if (origin != null) {
        return origin;
      }
    }
    String name = request.getServerName().toLowerCase(Locale.ROOT);
    return new OwnOrigin(scheme, name, request.getServerPort());
  }

  /** The values from the outermost trusted proxy, which the client called. */
  private static Forwarded forwarded(HttpServletRequest request, int proxies) {
    Forwarded said =
        new Forwarded(
            outermost(values(request, PROTO), proxies),
            outermost(values(request, HOST), proxies),
            outermost(values(request, PORT), proxies));
    if (!said.isNothing()) {
      return said;
    }
    Map<String, String> element =
        outermost(
            ForwardedHeader.elements(Collections.list(request.getHeaders(ForwardedHeader.NAME))),
            proxies);
    return element == null ? said : new Forwarded(element.get("proto"), element.get("host"), null);
  }

  /** Each proxy appends a value; values before those of trusted proxies are not trusted. */
  private static <T> @Nullable T outermost(List<T> said, int proxies) {
    return said.isEmpty() ? null : said.get(Math.max(0, said.size() - proxies));
  }

  private static List<String> values(HttpServletRequest request, String name) {
    List<String> values = new ArrayList<>();
    for (String header : Collections.list(request.getHeaders(name))) {
      Stream.of(header.split(",", -1))
          .map(OwnOrigins::bare)
          .filter(value -> !value.isEmpty())
          .forEach(values::add);
    }
    return values;
  }

  /** Removes the quotes that some proxies write. */
  private static String bare(String value) {
    String text = value.strip();
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).strip() : text;
  }

  /** A request as the client sent it to the outermost proxy. */
  private static final class AtOrigin extends HttpServletRequestWrapper {

    private final OwnOrigin origin;

    AtOrigin(HttpServletRequest request, OwnOrigin origin) {
      super(request);
      this.origin = origin;
    }

    @Override
    public String getScheme() {
      return origin.scheme();
    }

    @Override
    public boolean isSecure() {
      return origin.isSecure();
    }

    @Override
    public String getServerName() {
      return origin.host();
    }

    @Override
    public int getServerPort() {
      return origin.port();
    }

    @Override
    public StringBuffer getRequestURL() {
      return new StringBuffer(origin.scheme())
          .append("://")
          .append(origin.authority())
          .append(getRequestURI());
    }

    @Override
    public @Nullable String getHeader(String name) {
      return isGone(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return isGone(name) ? Collections.emptyEnumeration() : ofClient(name);
    }

    /** The header that names the client stays, as X-Forwarded-For. */
    private Enumeration<String> ofClient(String name) {
      return ClientAddresses.FORWARDED_FOR.equalsIgnoreCase(name)
          ? Collections.enumeration(ClientAddresses.forwarded((HttpServletRequest) getRequest()))
          : super.getHeaders(name);
    }

    private static boolean isGone(String header) {
      return GONE.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      List<String> names = Collections.list(Objects.requireNonNull(super.getHeaderNames()));
      names.removeIf(AtOrigin::isGone);
      return Collections.enumeration(names);
    }
  }
}
