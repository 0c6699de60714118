package chat.gateway.security;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What web pages and HTTP clients may do.
 *
 * @param allowedOrigins foreign origins whose pages may call and connect, as {@code
 *     https://chat.example}; a gateway's own origin always may
 * @param maxBody the largest JSON body
 * @param bodyTime how long a JSON body may take, from the request's header to its last byte
 * @param trustedProxies addresses or networks, as {@code 10.0.0.0/8}, of proxies that are believed
 *     when they say who asked ({@code X-Forwarded-For}) and where ({@code X-Forwarded-Proto},
 *     {@code -Host}, {@code -Port}), or both by {@code Forwarded} (RFC 7239)
 * @param waiting how many calls about people may wait for the tables at once, and as many that
 *     renew or end tokens; more are refused at once
 */
@ConfigurationProperties("chat.web")
record WebSettings(
    @DefaultValue List<String> allowedOrigins,
    @DefaultValue("64KB") DataSize maxBody,
    @DefaultValue("30s") Duration bodyTime,
    @DefaultValue List<String> trustedProxies,
    @DefaultValue("32") int waiting) {

  WebSettings {
    trustedProxies = List.copyOf(trustedProxies);
    allowedOrigins = allowedOrigins.stream().map(WebSettings::origin).toList();
    if (bodyTime.toMillis() < 1) {
      throw new IllegalArgumentException("chat.web.body-time: " + bodyTime + " (expected: > 0)");
    }
    if (maxBody.toBytes() < 1) {
      throw new IllegalArgumentException("chat.web.max-body: " + maxBody + " (expected: > 0)");
    }
    if (waiting < 1) {
      throw new IllegalArgumentException("chat.web.waiting: " + waiting + " (expected: > 0)");
    }
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
