package chat.gateway.security;

import static chat.edge.bearer.BearerConfiguration.stateless;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import chat.contract.Text;
import chat.edge.bearer.BearerFilter;
import chat.edge.issuer.LocalAccounts;
import chat.gateway.account.issuer.BearerTokens;
import chat.gateway.account.password.HashingPool;
import chat.gateway.limits.Limits;
import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The rights of callers by path. A path that is not named here is not found. */
@Configuration(proxyBeanMethods = false)
class WebSecurityConfiguration {

  private static final RequestMatcher API = pathPattern("/api/**");
  private static final RequestMatcher SIGN_IN_CALLS =
      anyOf(
          "/api/auth/register",
          "/api/auth/login",
          "/api/auth/refresh",
          "/api/auth/logout",
          "/api/auth/backchannel-logout");

  /** The calls of accounts of our own, where there may be such. */
  private static final RequestMatcher LOCAL_CALLS =
      anyOf(
          "/api/auth/register",
          "/api/auth/login",
          "/api/auth/refresh",
          "/api/auth/logout",
          "/api/auth/password");

  private static final RequestMatcher SOCKETS = anyOf("/ws", "/socket.io/**");

  /** Links to files need no token: each grants access to its holder. */
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
                              "/signin.json",
                              "/.well-known/jwks.json")
                          .map(path -> (RequestMatcher) pathPattern(method, path)))
              .toList());

  @Bean
  @Order(3)
  SecurityFilterChain everythingElse(
      HttpSecurity http,
      BearerTokens tokens,
      LocalAccounts accounts,
      PagePolicy page,
      WebSettings settings,
      Limits limits,
      ClientAddresses addresses,
      HashingPool hashing)
      throws Exception {
    RequestMatcher authenticated =
        new OrRequestMatcher(
            pathPattern("/ws"),
            new AndRequestMatcher(API, new NegatedRequestMatcher(SIGN_IN_CALLS)));
    return stateless(http)
        .headers(headers -> ResponseHeaders.configure(headers, page))
        .addFilter(CrossOrigin.filter(settings.allowedOrigins()))
        .addFilterBefore(
            new HiddenCalls(accounts.local() ? request -> false : LOCAL_CALLS),
            AnonymousAuthenticationFilter.class)
        .addFilterBefore(
            new BearerFilter((token, request) -> tokens.verify(token), authenticated),
            AnonymousAuthenticationFilter.class)
        .addFilterBefore(
            new LimitFilter(limits, addresses, SIGN_IN_CALLS), AnonymousAuthenticationFilter.class)
        .addFilterAfter(Bulkheads.filter(settings, hashing), AuthorizationFilter.class)
        .authorizeHttpRequests(WebSecurityConfiguration::authorize)
        .build();
  }

  /** Refuses control characters and lone surrogates in addresses, parameters and headers. */
  @Bean
  StrictHttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedParameterNames(Text::isWellFormed);
    firewall.setAllowedParameterValues(Text::isWellFormed);
    firewall.setAllowedHeaderNames(
        name -> name.codePoints().noneMatch(WebSecurityConfiguration::isControl));
    firewall.setAllowedHeaderValues(
        value -> value.codePoints().noneMatch(code -> code != '\t' && isControl(code)));
    firewall.setAllowUrlEncodedPercent(true);
    return firewall;
  }

  /** The firewall's own rule, without the regular expressions that it applies to each header. */
  private static boolean isControl(int code) {
    return !Character.isDefined(code) || Character.isISOControl(code);
  }

  private static void authorize(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          calls) {
    calls
        .dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ASYNC, DispatcherType.ERROR)
        .permitAll()
        .requestMatchers(SOCKETS, SIGN_IN_CALLS)
        .permitAll()
        .requestMatchers(API) // the most frequent requests, before some thirty patterns
        .authenticated()
        .requestMatchers(FILE_LINKS, PAGES)
        .permitAll()
        .anyRequest()
        .denyAll();
  }

  private static RequestMatcher anyOf(String... paths) {
    return new OrRequestMatcher(
        Arrays.stream(paths).map(path -> (RequestMatcher) pathPattern(path)).toList());
  }
}
