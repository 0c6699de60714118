package chat.gateway.security;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import chat.edge.issuer.IssuerSettings;
import java.net.URI;
import java.util.stream.Collectors;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/** The security headers of all answers. */
final class ResponseHeaders {

  private static final String PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=()";

  private ResponseHeaders() {}

  static void configure(HeadersConfigurer<HttpSecurity> headers, IssuerSettings issuers) {
    headers
        .withObjectPostProcessor(atOnce())
        .frameOptions(FrameOptionsConfig::deny)
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
        .contentSecurityPolicy(policy -> policy.policyDirectives(contentSecurityPolicy(issuers)))
        .permissionsPolicyHeader(policy -> policy.policy(PERMISSIONS_POLICY))
        .xssProtection(HeadersConfigurer.XXssConfig::disable)
        .cacheControl(HeadersConfigurer.CacheControlConfig::disable)
        .addHeaderWriter(
            new DelegatingRequestMatcherHeaderWriter(
                pathPattern("/api/**"), new StaticHeadersWriter("Cache-Control", "no-store")));
  }

  /**
   * Allows a page its own scripts and styles, and calls to its own gateway, another gateway of the
   * system and the issuers at which it signs in.
   */
  private static String contentSecurityPolicy(IssuerSettings issuers) {
    String signIn =
        issuers.issuers().stream()
            .filter(terms -> terms.clientId() != null)
            .map(terms -> " " + origin(URI.create(terms.issuer())))
            .distinct()
            .collect(Collectors.joining());
    return String.join(
        "; ",
        "default-src 'self'",
        "connect-src 'self' ws: wss:" + signIn,
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'");
  }

  private static String origin(URI address) {
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return address.getScheme() + "://" + address.getHost() + port;
  }

  /**
   * Writes headers before later filters run, as another thread may already send the answer after.
   */
  private static ObjectPostProcessor<HeaderWriterFilter> atOnce() {
    return new ObjectPostProcessor<>() {
      @Override
      public <T extends HeaderWriterFilter> T postProcess(T filter) {
        filter.setShouldWriteHeadersEagerly(true);
        return filter;
      }
    };
  }
}
