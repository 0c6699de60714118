package chat.gateway.security;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The origin at which a client reached this gateway.
 *
 * @param scheme http or https
 * @param host in lower case; an IPv6 address in brackets
 * @param port the port, also if it is the default of the scheme
 */
record OwnOrigin(String scheme, String host, int port) {

  private static final Pattern AUTHORITY =
      Pattern.compile("([0-9A-Za-z._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::(\\d{1,5}))?");

  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int LAST_PORT = 65_535;
  private static final int UNSAID = -1;

  /**
   * The values that a proxy forwarded; null for missing ones.
   *
   * @param proto the scheme; that of a WebSocket is that of its handshake
   * @param host with or without a port
   * @param port of the proxy
   */
  record Forwarded(@Nullable String proto, @Nullable String host, @Nullable String port) {

    boolean isNothing() {
      return proto == null && host == null && port == null;
    }
  }

  /**
   * Combines forwarded values with those of the request itself.
   *
   * @param scheme of the request
   * @param host of the request, with or without a port
   * @return null if any part is malformed
   */
  static @Nullable OwnOrigin of(Forwarded said, String scheme, String host) {
    String proto = said.proto() == null ? scheme : scheme(said.proto());
    Matcher authority = AUTHORITY.matcher(said.host() == null ? host : said.host());
    if (proto == null || !authority.matches()) {
      return null;
    }
    int ofHost = port(authority.group(2));
    int ofProxy = port(said.port());
    boolean proxyKnowsBetter = said.host() == null && said.port() != null;
    int port = ofHost == UNSAID || proxyKnowsBetter ? ofProxy : ofHost;
    if (ofHost > LAST_PORT || ofProxy > LAST_PORT || ofHost == 0 || ofProxy == 0) {
      return null;
    }
    return new OwnOrigin(proto, authority.group(1).toLowerCase(Locale.ROOT), portOf(proto, port));
  }

  /** Host and port, without the default port of the scheme. */
  String authority() {
    return port == (isSecure() ? HTTPS : HTTP) ? host : host + ":" + port;
  }

  boolean isSecure() {
    return scheme.equals("https");
  }

  private static @Nullable String scheme(String said) {
    return switch (said.toLowerCase(Locale.ROOT)) {
      case "http", "ws" -> "http";
      case "https", "wss" -> "https";
      default -> null;
    };
  }

  /**
   * Ignores the default port of the other scheme, with which some proxies name their inner side.
   */
  private static int portOf(String scheme, int port) {
    boolean secure = scheme.equals("https");
    boolean own = port == UNSAID || port == (secure ? HTTP : HTTPS);
    if (!own) {
      return port;
    }
    return secure ? HTTPS : HTTP;
  }

  /** Parses a port; 0 if it is malformed. */
  private static int port(@Nullable String text) {
    if (text == null) {
      return UNSAID;
    }
    return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
  }
}
