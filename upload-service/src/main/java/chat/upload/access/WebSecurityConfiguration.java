package chat.upload.access;

import static chat.edge.bearer.BearerConfiguration.stateless;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import chat.contract.file.FileHeaders;
import chat.edge.bearer.BearerFilter;
import chat.edge.bearer.BulkheadFilter;
import chat.edge.bearer.BulkheadFilter.Bulkhead;
import chat.edge.problem.UnreadBody;
import chat.upload.storage.Links;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The rights of callers by path. A path that is not named here is not found. */
@Configuration(proxyBeanMethods = false)
class WebSecurityConfiguration {

  private static final RequestMatcher API = pathPattern("/api/**");

  /** A link needs no token: S3 verifies its signature. */
  private static final RequestMatcher LINKS = pathPattern(Links.PATH + "**");

  private static final RequestMatcher FILES = pathPattern("/api/files/**");
  private static final String POST = "POST";

  /**
   * Maximum number of calls that wait for the tables, and of those that wait for S3 to begin a
   * download. A call takes 5 ms (measured), so 60 serve 12,000 a second; at most 33 wait for a
   * thumbnail. Together with uploads these are fewer than the server's threads.
   */
  private static final int WAITING = 60;

  /** No answer of this service is a page. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; frame-ancestors 'none'; sandbox";

  @Bean
  @Order(2)
  SecurityFilterChain everythingElse(HttpSecurity http, BearerTokens tokens, GatewayTokens gateways)
      throws Exception {
    return stateless(http)
        .headers(WebSecurityConfiguration::headers)
        .addFilterBefore(
            new BearerFilter((token, request) -> verify(tokens, gateways, token, request), API),
            AnonymousAuthenticationFilter.class)
        .addFilterAfter(bulkheads(), AuthorizationFilter.class)
        .authorizeHttpRequests(
            calls ->
                calls
                    .dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(LINKS)
                    .permitAll()
                    .requestMatchers(API)
                    .authenticated()
                    .anyRequest()
                    .denyAll())
        .build();
  }

  @Bean
  UnreadBody unreadBody() {
    return new UnreadBody();
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .frameOptions(FrameOptionsConfig::deny)
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
        .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
        .xssProtection(HeadersConfigurer.XXssConfig::disable)
        .cacheControl(HeadersConfigurer.CacheControlConfig::disable)
        .addHeaderWriter(
            new DelegatingRequestMatcherHeaderWriter(
                new NegatedRequestMatcher(LINKS),
                new StaticHeadersWriter("Cache-Control", "no-store")));
  }

  private static SignedIn verify(
      BearerTokens tokens, GatewayTokens gateways, String token, HttpServletRequest request) {
    SignedIn signedIn = tokens.verify(token);
    gateways.require(request.getHeader(FileHeaders.GATEWAY));
    return signedIn;
  }

  private static BulkheadFilter bulkheads() {
    return new BulkheadFilter(
        "Too many wait for files at present",
        List.of(
            new Bulkhead(
                request -> !POST.equals(request.getMethod()) && FILES.matches(request), WAITING),
            new Bulkhead(LINKS, WAITING)));
  }
}
