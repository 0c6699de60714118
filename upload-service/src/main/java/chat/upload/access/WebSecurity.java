package chat.upload.access;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import chat.upload.problem.ProblemCode;
import chat.upload.problem.Refusal;
import chat.upload.storage.Links;
import com.nimbusds.jose.jwk.source.JWKSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.support.WebApplicationContextUtils;

/** Who may call what; what is not named here is refused. Nobody has a session or a cookie. */
@Configuration(proxyBeanMethods = false)
class WebSecurity {

  private static final RequestMatcher API = pathPattern("/api/**");

  /** A link is all that its holder needs: S3 verifies it. */
  private static final RequestMatcher LINKS = pathPattern(Links.PATH + "**");

  /**
   * A call of 5 ms (measured) leaves room for 12,000 a second; pictures that wait to be made small
   * are 33. Together with uploads these are fewer than the server's threads.
   */
  private static final int WAITING = 60;

  /** Nothing that is answered here is a page. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; frame-ancestors 'none'; sandbox";

  /** Each filter would be observed by itself, with every request, and nobody reads that. */
  @Bean
  SecurityObservationSettings unobserved() {
    return SecurityObservationSettings.noObservations();
  }

  /** The port of the actuator, which is open: who reaches it is kept out by its address. */
  @Bean
  @Order(1)
  SecurityFilterChain management(HttpSecurity http) throws Exception {
    stateless(http).securityMatcher(WebSecurity::isManagementPort);
    return http.authorizeHttpRequests(calls -> calls.anyRequest().permitAll()).build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain everythingElse(HttpSecurity http, AccessTokens tokens, GatewayTokens gateways)
      throws Exception {
    return stateless(http)
        .headers(WebSecurity::headers)
        .addFilterBefore(
            new BearerFilter(tokens, gateways, API), AnonymousAuthenticationFilter.class)
        .addFilterAfter(new Compartments(WAITING), AuthorizationFilter.class)
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
        .exceptionHandling(
            exceptions ->
                exceptions
                    .authenticationEntryPoint(
                        (request, response, exception) -> {
                          throw refusal(request);
                        })
                    .accessDeniedHandler(
                        (request, response, exception) -> {
                          throw refusal(request);
                        }))
        .build();
  }

  @Bean
  JWKSource<com.nimbusds.jose.proc.SecurityContext> keySet(KeySetSettings settings) {
    return KeySet.of(settings);
  }

  @Bean
  RequestRejectedHandler rejectedRequests() {
    return (request, response, rejection) -> {
      throw Refusal.of(
          ProblemCode.INVALID_REQUEST, "The address, a parameter or a header is malformed");
    };
  }

  /** Nobody signs in by way of the framework; without this it would make up a user. */
  @Bean
  AuthenticationManager nobody() {
    return attempt -> {
      throw new ProviderNotFoundException("only access tokens count");
    };
  }

  private static boolean isManagementPort(HttpServletRequest request) {
    return WebServerApplicationContext.hasServerNamespace(
        WebApplicationContextUtils.getWebApplicationContext(request.getServletContext()),
        "management");
  }

  private static HttpSecurity stateless(HttpSecurity http) throws Exception {
    return http.sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable) // no cookie that a foreign page could send along
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable);
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

  private static Refusal refusal(HttpServletRequest request) {
    return API.matches(request)
        ? Refusal.of(ProblemCode.UNAUTHENTICATED, "This takes an access token")
        : Refusal.notFound();
  }
}
