package chat.tracing;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/** Records a span for each request, from its arrival to the end of its answer, on any thread. */
final class TraceFilter extends OncePerRequestFilter {

  private static final String STRETCH = TraceFilter.class.getName();

  private final Tracing tracing;

  TraceFilter(Tracing tracing) {
    this.tracing = tracing;
  }

  /** An asynchronous answer is given in a separate dispatch. */
  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Stretch stretch = stretchOf(request);
    Stretch.Inside inside = stretch.enter();
    try {
      chain.doFilter(request, response);
    } finally {
      inside.close();
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new Ending(stretch, request, response));
      } else if (!isAsyncStarted(request) || isAsyncDispatch(request)) {
        end(stretch, request, response);
      }
    }
  }

  private Stretch stretchOf(HttpServletRequest request) {
    if (request.getAttribute(STRETCH) instanceof Stretch begun) {
      return begun;
    }
    String parent = request.getHeader(Tracing.TRACEPARENT);
    // A span of a Spring controller is named after its route once that is known.
    String servlet = request.getHttpServletMapping().getPattern();
    String name = servlet.equals("/") ? request.getMethod() : request.getMethod() + " " + servlet;
    Stretch stretch = tracing.answer(name, parent);
    request.setAttribute(STRETCH, stretch);
    return stretch;
  }

  private static void end(
      Stretch stretch, HttpServletRequest request, HttpServletResponse response) {
    Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    if (route != null) {
      stretch.rename(request.getMethod() + " " + route);
      stretch.tell("http.route", route.toString());
    }
    stretch.tell("http.request.method", request.getMethod());
    stretch.tell("http.response.status_code", Integer.toString(response.getStatus()));
    if (response.getStatus() >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
      stretch.fail(Integer.toString(response.getStatus()));
    }
    stretch.end();
  }

  private record Ending(Stretch stretch, HttpServletRequest request, HttpServletResponse response)
      implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      end(stretch, request, response);
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
