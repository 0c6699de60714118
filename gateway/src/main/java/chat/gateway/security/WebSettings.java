package chat.gateway.security;

import chat.edge.guard.SettingBounds;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What web pages and HTTP clients may do.
 *
 * @param allowedOrigins foreign origins whose pages may call and connect, as {@code
 *     https://chat.example}; pages of other origins are refused with 403. A gateway's own origin is
 *     always allowed
 * @param maxBody largest JSON body
 * @param bodyTime longest time from the end of a request's header to the last byte of its JSON body
 *     (at least 1ms); a slower request is answered 408 and its connection closed
 * @param trustedProxies addresses or networks, as {@code 10.0.0.0/8}, of proxies that are believed
 *     when they name the client ({@code X-Forwarded-For}) and the address it called ({@code
 *     X-Forwarded-Proto}, {@code -Host}, {@code -Port}), or both by {@code Forwarded} (RFC 7239).
 *     Of others these headers are ignored
 * @param waiting largest number of calls of one kind that wait for the tables
 */
@ConfigurationProperties("chat.web")
record WebSettings(
    List<String> allowedOrigins,
    DataSize maxBody,
    Duration bodyTime,
    List<String> trustedProxies,
    int waiting) {

  /** The longest message, in escapes, with what is around it. */
  private static final DataSize MAX_BODY = DataSize.ofKilobytes(64);

  /**
   * Calls about people, and as many that renew or end tokens; more are refused with 503, so that
   * tables that do not answer hold up no other call.
   */
  private static final int WAITING = 32;

  WebSettings {
    trustedProxies = List.copyOf(trustedProxies);
    allowedOrigins = allowedOrigins.stream().map(WebSettings::origin).toList();
    SettingBounds.atLeast("chat.web.body-time", bodyTime, Duration.ofMillis(1));
  }

  @ConstructorBinding
  WebSettings(
      @DefaultValue List<String> allowedOrigins,
      @DefaultValue("30s") Duration bodyTime,
      @DefaultValue List<String> trustedProxies) {
    this(allowedOrigins, MAX_BODY, bodyTime, trustedProxies, WAITING);
  }

  /** As browsers send it: lower case, no slash at the end. */
  private static String origin(String text) {
    String origin = text.strip().toLowerCase(Locale.ROOT).replaceFirst("/$", "");
    if (!origin.matches("https?://[^/*?#@\\s]+") || URI.create(origin).getHost() == null) {
      throw new IllegalArgumentException(
          "chat.web.allowed-origins: " + text + " (expected: https://host or https://host:port)");
    }
    return origin;
  }
}
