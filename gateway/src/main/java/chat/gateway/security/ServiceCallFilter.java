package chat.gateway.security;

import chat.edge.problem.Refusal;
import chat.gateway.limits.Limit;
import chat.gateway.limits.Limits;
import chat.gateway.service.Service;
import chat.gateway.service.ServiceScopes;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Checks the calls of services, before a body is read: each counts against the limit of its
 * service, and needs a scope. Logs each with its outcome.
 */
final class ServiceCallFilter extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceCallFilter.class);

  private final Limits limits;

  ServiceCallFilter(Limits limits) {
    this.limits = limits;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!(request.getUserPrincipal() instanceof Service service)) {
      chain.doFilter(request, response);
      return;
    }
    Call call = new Call(service.name(), request.getMethod(), request.getRequestURI(), response);
    try {
      limits.acquire(Limit.SERVICE, service.name());
      ServiceScopes.check(service, request);
      chain.doFilter(request, response);
    } catch (Refusal refusal) {
      call.log(refusal.code().status());
      throw refusal;
    } catch (IOException | ServletException | RuntimeException e) {
      call.log(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      throw e;
    }
    if (request.isAsyncStarted()) {
      request.getAsyncContext().addListener(call);
    } else {
      call.log(response.getStatus());
    }
  }

  /** A call under way. The path has ids only, and no control characters: it is as it was sent. */
  private record Call(String service, String method, String path, HttpServletResponse response)
      implements AsyncListener {

    void log(int status) {
      LOG.info("service call service={} call={} {} status={}", service, method, path, status);
    }

    @Override
    public void onComplete(AsyncEvent event) {
      log(response.getStatus());
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    /** A listener is asked again when the request is dispatched to be answered. */
    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
