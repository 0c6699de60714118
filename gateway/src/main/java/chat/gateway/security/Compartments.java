package chat.gateway.security;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import chat.gateway.account.password.HashingCapacity;
import chat.gateway.problem.ProblemCode;
import chat.gateway.problem.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds the threads that wait for the tables or for passwords to be hashed, by kind of call: one
 * too many is refused at once. However long the tables take, the other threads read frames, take
 * polls and send answers.
 */
@Component
final class Compartments {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** Beside those that hash or wait to: what is at the tables before or after that. */
  private static final int AT_TABLES = 16;

  private static final RequestMatcher PASSWORDS =
      new OrRequestMatcher(
          pathPattern("/api/auth/register"),
          pathPattern("/api/auth/login"),
          pathPattern("/api/auth/password"),
          pathPattern(HttpMethod.DELETE, "/api/users/profile"));

  private static final RequestMatcher TOKENS = pathPattern("/api/auth/**");

  private static final RequestMatcher PEOPLE =
      new AndRequestMatcher(
          new OrRequestMatcher(pathPattern("/api/users"), pathPattern("/api/users/*")),
          new NegatedRequestMatcher(pathPattern("/api/users/online")));

  private final List<Compartment> compartments;

  Compartments(WebSettings settings, HashingCapacity hashing) {
    this.compartments =
        List.of(
            new Compartment(PASSWORDS, new Semaphore(hashing.calls() + AT_TABLES)),
            new Compartment(TOKENS, new Semaphore(settings.waiting())),
            new Compartment(PEOPLE, new Semaphore(settings.waiting())));
  }

  /** Calls that wait for the same. */
  private record Compartment(RequestMatcher calls, Semaphore free) {}

  /** The filter that lets calls in. */
  OncePerRequestFilter filter() {
    return new OncePerRequestFilter() {
      @Override
      protected void doFilterInternal(
          HttpServletRequest request, HttpServletResponse response, FilterChain chain)
          throws ServletException, IOException {
        Semaphore free = of(request);
        if (free == null) {
          chain.doFilter(request, response);
          return;
        }
        if (!free.tryAcquire()) {
          throw Refusal.until(
              ProblemCode.UNAVAILABLE, "Too many wait for the tables at present", RETRY_AFTER);
        }
        try {
          chain.doFilter(request, response);
        } finally {
          free.release();
        }
      }
    };
  }

  private @Nullable Semaphore of(HttpServletRequest request) {
    return compartments.stream()
        .filter(compartment -> compartment.calls().matches(request))
        .map(Compartment::free)
        .findFirst()
        .orElse(null);
  }
}
