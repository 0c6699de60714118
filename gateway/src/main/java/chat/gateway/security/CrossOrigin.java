package chat.gateway.security;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.util.List;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/** Allows pages of listed foreign origins to use the whole API (CORS). */
final class CrossOrigin extends DefaultCorsProcessor {

  private static final RequestMatcher POLLS = pathPattern("/socket.io/**");
  private static final Duration PREFLIGHT_CACHED = Duration.ofMinutes(10);

  private CrossOrigin() {}

  /** The filter for all requests, WebSocket handshakes included. */
  static CorsFilter filter(List<String> origins) {
    CorsConfiguration rules = rules(origins);
    CorsConfiguration polls = polls(origins);
    CorsFilter filter = new CorsFilter(request -> POLLS.matches(request) ? polls : rules);
    filter.setCorsProcessor(new CrossOrigin());
    return filter;
  }

  private static CorsConfiguration rules(List<String> origins) {
    CorsConfiguration rules = new CorsConfiguration();
    rules.setAllowedOrigins(origins);
    rules.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
    rules.setAllowedHeaders(List.of("Authorization", "Content-Type"));
    rules.setExposedHeaders(List.of("Location", "Retry-After", "RateLimit", "RateLimit-Policy"));
    rules.setMaxAge(PREFLIGHT_CACHED);
    return rules;
  }

  /**
   * Applications may add headers and cookies to the polls of Socket.IO, by which balancers keep the
   * requests of a session on one gateway. The gateway ignores them.
   */
  private static CorsConfiguration polls(List<String> origins) {
    CorsConfiguration polls = rules(origins);
    polls.setAllowedHeaders(List.of(CorsConfiguration.ALL));
    polls.setAllowCredentials(true);
    return polls;
  }

  @Override
  protected void rejectRequest(ServerHttpResponse response) {
    throw Refusal.of(ProblemCode.FORBIDDEN, "Pages of that origin may not do this here");
  }
}
