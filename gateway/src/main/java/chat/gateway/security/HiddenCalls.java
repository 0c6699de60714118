package chat.gateway.security;

import chat.edge.problem.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers {@code NOT_FOUND} to calls that are turned off, with any token and without one. */
final class HiddenCalls extends OncePerRequestFilter {

  private final RequestMatcher calls;

  HiddenCalls(RequestMatcher calls) {
    this.calls = calls;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (calls.matches(request)) {
      throw Refusal.notFound();
    }
    chain.doFilter(request, response);
  }
}
