package chat.upload.access;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import chat.upload.problem.ProblemCode;
import chat.upload.problem.Refusal;
import chat.upload.storage.Links;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds the threads that wait for the tables, and those that wait for S3 to begin a download: one
 * too many is refused at once. So neither takes the threads of the other, nor those of uploads,
 * which have bounds of their own.
 */
final class Compartments extends OncePerRequestFilter {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private static final RequestMatcher FILES = pathPattern("/api/files/**");
  private static final String POST = "POST";

  private final List<Compartment> compartments;

  /** Calls that wait for the same. */
  private record Compartment(RequestMatcher calls, Semaphore free) {}

  /**
   * Lets calls in.
   *
   * @param waiting how many of a kind wait at once
   */
  Compartments(int waiting) {
    this.compartments =
        List.of(
            new Compartment(
                request -> !POST.equals(request.getMethod()) && FILES.matches(request),
                new Semaphore(waiting)),
            new Compartment(pathPattern(Links.PATH + "**"), new Semaphore(waiting)));
  }

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
          ProblemCode.UNAVAILABLE, "Too many wait for files at present", RETRY_AFTER);
    }
    try {
      chain.doFilter(request, response);
    } finally {
      free.release();
    }
  }

  private @Nullable Semaphore of(HttpServletRequest request) {
    return compartments.stream()
        .filter(compartment -> compartment.calls().matches(request))
        .map(Compartment::free)
        .findFirst()
        .orElse(null);
  }
}
