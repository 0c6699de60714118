package chat.gateway.security;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import chat.gateway.account.token.AccessTokens;
import chat.gateway.limits.Limits;
import chat.gateway.problem.ProblemCode;
import chat.gateway.problem.Refusal;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.support.WebApplicationContextUtils;

/** Who may call what; what is not named here is refused. Nobody has a session or a cookie. */
@Configuration(proxyBeanMethods = false)
class WebSecurity {

  private static final RequestMatcher API = pathPattern("/api/**");
  private static final RequestMatcher COMING_AND_GOING =
      anyOf("/api/auth/register", "/api/auth/login", "/api/auth/refresh", "/api/auth/logout");
  private static final RequestMatcher SOCKETS = anyOf("/ws", "/socket.io/**");

  /** Links to files say themselves who may use them: whoever has one. */
  private static final RequestMatcher FILE_LINKS = anyOf("/files/**");

  private static final RequestMatcher PAGES =
      new OrRequestMatcher(
          Stream.of(GET, HEAD)
              .flatMap(
                  method ->
                      Stream.of(
                              "/",
                              "/*.html",
                              "/*.css",
                              "/*.js",
                              "/*.map",
                              "/*.svg",
                              "/*.png",
                              "/*.ico",
                              "/*.webmanifest",
                              "/assets/**",
                              "/docs",
                              "/docs/**",
                              "/.well-known/jwks.json")
                          .map(path -> (RequestMatcher) pathPattern(method, path)))
              .toList());

  /** The port of the actuator, which is open: who reaches it is kept out by its address. */
  @Bean
  @Order(1)
  SecurityFilterChain management(HttpSecurity http) throws Exception {
    stateless(http).securityMatcher(WebSecurity::isManagementPort);
    return http.authorizeHttpRequests(calls -> calls.anyRequest().permitAll()).build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain everythingElse(
      HttpSecurity http,
      AccessTokens tokens,
      AllowedOrigins origins,
      Limits limits,
      ClientAddresses addresses,
      Compartments compartments)
      throws Exception {
    RequestMatcher tokenCounts =
        new OrRequestMatcher(
            pathPattern("/ws"),
            new AndRequestMatcher(API, new NegatedRequestMatcher(COMING_AND_GOING)));
    return stateless(http)
        .headers(ResponseHeaders::configure)
        .addFilter(CrossOrigin.filter(origins))
        .addFilterBefore(new BearerFilter(tokens, tokenCounts), AnonymousAuthenticationFilter.class)
        .addFilterBefore(
            new LimitFilter(limits, addresses, COMING_AND_GOING),
            AnonymousAuthenticationFilter.class)
        .addFilterAfter(compartments.filter(), AuthorizationFilter.class)
        .authorizeHttpRequests(WebSecurity::authorize)
        .exceptionHandling(WebSecurity::refuse)
        .build();
  }

  /** Each filter would be observed by itself, with every request, and nobody reads that. */
  @Bean
  SecurityObservationSettings unobserved() {
    return SecurityObservationSettings.noObservations();
  }

  /**
   * What comes in by address, parameter or header has no control characters and no half of a pair.
   */
  @Bean
  StrictHttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedParameterNames(WellFormed::isText);
    firewall.setAllowedParameterValues(WellFormed::isText);
    firewall.setAllowUrlEncodedPercent(true);
    return firewall;
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

  private static void authorize(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          calls) {
    calls
        .dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ASYNC, DispatcherType.ERROR)
        .permitAll()
        .requestMatchers(COMING_AND_GOING, SOCKETS, FILE_LINKS, PAGES)
        .permitAll()
        .requestMatchers(API)
        .authenticated()
        .anyRequest()
        .denyAll();
  }

  private static void refuse(ExceptionHandlingConfigurer<HttpSecurity> exceptions) {
    exceptions
        .authenticationEntryPoint(
            (request, response, exception) -> {
              throw refusal(request);
            })
        .accessDeniedHandler(
            (request, response, exception) -> {
              throw refusal(request);
            });
  }

  private static Refusal refusal(HttpServletRequest request) {
    return API.matches(request)
        ? Refusal.of(ProblemCode.UNAUTHENTICATED, "This takes an access token")
        : Refusal.of(ProblemCode.NOT_FOUND, "There is nothing here");
  }

  private static RequestMatcher anyOf(String... paths) {
    return new OrRequestMatcher(
        Arrays.stream(paths).map(path -> (RequestMatcher) pathPattern(path)).toList());
  }
}
