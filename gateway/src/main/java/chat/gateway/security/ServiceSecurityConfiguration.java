package chat.gateway.security;

import static chat.edge.bearer.BearerConfiguration.stateless;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import chat.edge.bearer.BearerFilter;
import chat.gateway.account.token.Secret;
import chat.gateway.limits.Limits;
import chat.gateway.peer.PeerTokens;
import chat.gateway.service.ServiceKeys;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The rights of services: their keys are good here and nowhere else, and no access token of a user
 * is. Web pages of other origins have no access, as no key belongs into a page.
 */
@Configuration(proxyBeanMethods = false)
class ServiceSecurityConfiguration {

  private static final RequestMatcher CALLS = pathPattern("/api/server/**");

  @Bean
  PeerTokens peerTokens(Secret pepper, InstantSource clock) {
    return new PeerTokens(pepper.forPurpose("peer.calls"), clock);
  }

  @Bean
  @Order(2)
  SecurityFilterChain services(
      HttpSecurity http,
      ServiceKeys keys,
      PeerTokens peers,
      Limits limits,
      WebSettings settings,
      PagePolicy page)
      throws Exception {
    return stateless(http)
        .securityMatcher(CALLS)
        .headers(headers -> ResponseHeaders.configure(headers, page))
        .addFilterBefore(
            new BearerFilter(
                (key, request) ->
                    PeerTokens.isToken(key) ? peers.verify(key, request) : keys.verify(key),
                CALLS),
            AnonymousAuthenticationFilter.class)
        .addFilterBefore(new ServiceCallFilter(limits), AnonymousAuthenticationFilter.class)
        .addFilterAfter(Bulkheads.ofServices(settings), AuthorizationFilter.class)
        .authorizeHttpRequests(
            calls ->
                calls
                    .dispatcherTypeMatchers(
                        DispatcherType.FORWARD, DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .build();
  }
}
