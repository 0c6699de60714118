package chat.gateway.security;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

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

  static void configure(HeadersConfigurer<HttpSecurity> headers, PagePolicy page) {
    headers
        .withObjectPostProcessor(atOnce())
        .frameOptions(FrameOptionsConfig::deny)
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
        .contentSecurityPolicy(policy -> policy.policyDirectives(page.directives()))
        .permissionsPolicyHeader(policy -> policy.policy(PERMISSIONS_POLICY))
        .xssProtection(HeadersConfigurer.XXssConfig::disable)
        .cacheControl(HeadersConfigurer.CacheControlConfig::disable)
        .addHeaderWriter(
            new DelegatingRequestMatcherHeaderWriter(
                pathPattern("/api/**"), new StaticHeadersWriter("Cache-Control", "no-store")));
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
