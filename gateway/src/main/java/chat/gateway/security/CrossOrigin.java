package chat.gateway.security;

import chat.gateway.problem.ProblemCode;
import chat.gateway.problem.Refusal;
import java.time.Duration;
import java.util.List;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

/** What pages of other origins may do: all that the API offers, if the origin is in the list. */
final class CrossOrigin extends DefaultCorsProcessor {

  private static final Duration PREFLIGHT_CACHED = Duration.ofMinutes(10);

  private CrossOrigin() {}

  /** The filter in front of everything, handshakes of sockets included. */
  static CorsFilter filter(AllowedOrigins origins) {
    CorsConfiguration rules = new CorsConfiguration();
    rules.setAllowedOrigins(origins.foreign());
    rules.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
    rules.setAllowedHeaders(List.of("Authorization", "Content-Type"));
    rules.setExposedHeaders(List.of("Location", "Retry-After", "RateLimit", "RateLimit-Policy"));
    rules.setMaxAge(PREFLIGHT_CACHED);
    CorsFilter filter = new CorsFilter(request -> rules);
    filter.setCorsProcessor(new CrossOrigin());
    return filter;
  }

  @Override
  protected void rejectRequest(ServerHttpResponse response) {
    throw Refusal.of(ProblemCode.FORBIDDEN, "Pages of that origin may not do this here");
  }
}
