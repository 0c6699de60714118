package chat.edge.bearer;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * The base of a service's web security. The service adds a filter chain of order 2 or higher for
 * its own port, made of {@link #stateless}.
 */
@Configuration(proxyBeanMethods = false)
public class BearerConfiguration {

  private static final RequestMatcher API = pathPattern("/api/**");

  /** Permits all on the management port, which only operators can reach. */
  @Bean
  @Order(1)
  SecurityFilterChain management(HttpSecurity http) throws Exception {
    stateless(http).securityMatcher(BearerConfiguration::isManagementPort);
    return http.authorizeHttpRequests(calls -> calls.anyRequest().permitAll()).build();
  }

  /** Disables an observation per filter and request. */
  @Bean
  SecurityObservationSettings noObservations() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  RequestRejectedHandler rejectedRequests() {
    return (request, response, rejection) -> {
      throw Refusal.of(
          ProblemCode.INVALID_REQUEST, "The address, a parameter or a header is malformed");
    };
  }

  /** Without this bean Spring Boot makes a user with a generated password. */
  @Bean
  AuthenticationManager authenticationManager() {
    return attempt -> {
      throw new ProviderNotFoundException("only access tokens authenticate");
    };
  }

  /**
   * Configures security without sessions, cookies and pages. Unauthenticated calls of the API are
   * refused with {@code UNAUTHENTICATED}, all other denied calls with {@code NOT_FOUND}.
   */
  public static HttpSecurity stateless(HttpSecurity http) throws Exception {
    return http.sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable) // no cookies, so no cross-site request has rights
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .exceptionHandling(BearerConfiguration::refuse);
  }

  private static boolean isManagementPort(HttpServletRequest request) {
    return WebServerApplicationContext.hasServerNamespace(
        WebApplicationContextUtils.getWebApplicationContext(request.getServletContext()),
        "management");
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
        : Refusal.notFound();
  }
}
