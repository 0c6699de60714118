package chat.gateway.security;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import chat.edge.bearer.BulkheadFilter;
import chat.edge.bearer.BulkheadFilter.Bulkhead;
import chat.gateway.account.password.HashingPool;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The calls that block a thread while they wait for the tables or for a password hash. Bounding
 * them keeps threads free for WebSocket frames, polls and answers while the tables are slow.
 */
final class Bulkheads {

  private static final String BUSY = "Too many wait for the tables at present";

  /** Password calls that use the tables before or after they hash. */
  private static final int AT_TABLES = 16;

  private static final RequestMatcher PASSWORDS =
      new OrRequestMatcher(
          pathPattern("/api/auth/register"),
          pathPattern("/api/auth/login"),
          pathPattern("/api/auth/password"),
          pathPattern(HttpMethod.DELETE, "/api/users/profile"));

  private static final RequestMatcher TOKENS = pathPattern("/api/auth/**");

  private static final RequestMatcher SERVICES = pathPattern("/api/server/users/**");

  private static final RequestMatcher USERS =
      new AndRequestMatcher(
          new OrRequestMatcher(pathPattern("/api/users"), pathPattern("/api/users/*")),
          new NegatedRequestMatcher(pathPattern("/api/users/online")));

  private Bulkheads() {}

  /** The filter that bounds the calls of services about users. */
  static BulkheadFilter ofServices(WebSettings settings) {
    return new BulkheadFilter(BUSY, List.of(new Bulkhead(SERVICES, settings.waiting())));
  }

  /** The filter that bounds these calls; no bean, as Spring Boot would register it twice. */
  static BulkheadFilter filter(WebSettings settings, HashingPool hashing) {
    return new BulkheadFilter(
        BUSY,
        List.of(
            new Bulkhead(PASSWORDS, hashing.capacity() + AT_TABLES),
            new Bulkhead(TOKENS, settings.waiting()),
            new Bulkhead(USERS, settings.waiting())));
  }
}
