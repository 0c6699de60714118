package chat.edge.bearer;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds the threads that wait for one dependency, so that a slow dependency leaves the other
 * threads free. Refuses a call with {@code UNAVAILABLE} if its bulkhead has no permit left.
 */
public final class BulkheadFilter extends OncePerRequestFilter {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final String detail;
  private final List<Bulkhead> bulkheads;

  /**
   * Calls that share permits.
   *
   * @param permits one for each call at a time
   */
  public record Bulkhead(RequestMatcher calls, Semaphore permits) {

    /** Calls of which a limited number run at a time. */
    public Bulkhead(RequestMatcher calls, int limit) {
      this(calls, new Semaphore(limit));
    }
  }

  /**
   * Makes a filter.
   *
   * @param detail text of a refusal
   * @param bulkheads a call belongs to the first that matches it, to none if none matches
   */
  public BulkheadFilter(String detail, List<Bulkhead> bulkheads) {
    this.detail = detail;
    this.bulkheads = List.copyOf(bulkheads);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    for (Bulkhead bulkhead : bulkheads) {
      if (bulkhead.calls().matches(request)) {
        filter(bulkhead.permits(), request, response, chain);
        return;
      }
    }
    chain.doFilter(request, response);
  }

  private void filter(
      Semaphore permits,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws ServletException, IOException {
    if (!permits.tryAcquire()) {
      throw Refusal.until(ProblemCode.UNAVAILABLE, detail, RETRY_AFTER);
    }
    try {
      chain.doFilter(request, response);
    } finally {
      permits.release();
    }
  }
}
