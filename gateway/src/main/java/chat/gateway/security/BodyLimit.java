package chat.gateway.security;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses request bodies that are too long, by Content-Length or by {@link WholeBodies}. */
@Component
class BodyLimit extends OncePerRequestFilter {

  private static final String API = "/api/";

  private final long limit;

  BodyLimit(WebSettings settings) {
    this.limit = settings.maxBody().toBytes();
  }

  /** WebSocket frames have a limit of their own. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return !path.startsWith(API) || StreamedBodies.isAt(path);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getContentLengthLong() > limit
        || request.getAttribute(WholeBodies.TOO_LONG) != null) {
      throw tooLarge(response);
    }
    chain.doFilter(request, response);
  }

  private Refusal tooLarge(HttpServletResponse response) {
    response.setHeader(HttpHeaders.CONNECTION, "close"); // as the rest will not be read
    return Refusal.of(ProblemCode.TOO_LARGE, "The body is over " + limit + " bytes");
  }
}
