package chat.gateway.security;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import chat.gateway.limits.Limit;
import chat.gateway.limits.Limits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Applies rate limits before a body is read: by address to sign-in calls, by user to all others.
 * Messages and their changes have another limit that all transports share.
 */
final class LimitFilter extends OncePerRequestFilter {

  private static final RequestMatcher API = pathPattern("/api/**");
  private static final RequestMatcher REGISTER = pathPattern("/api/auth/register");
  private static final RequestMatcher LOGIN = pathPattern("/api/auth/login");
  private static final RequestMatcher UPLOAD = pathPattern(HttpMethod.POST, "/api/files/upload");
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final Limits limits;
  private final ClientAddresses addresses;
  private final RequestMatcher signInCalls;

  LimitFilter(Limits limits, ClientAddresses addresses, RequestMatcher signInCalls) {
    this.limits = limits;
    this.addresses = addresses;
    this.signInCalls = signInCalls;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !API.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Principal user = request.getUserPrincipal();
    if (signInCalls.matches(request)) {
      limits.acquire(ofAddress(request), addresses.of(request));
    } else if (user != null) {
      limits.acquire(ofUser(request), user.getName());
    }
    chain.doFilter(request, response);
  }

  private static Limit ofAddress(HttpServletRequest request) {
    if (REGISTER.matches(request)) {
      return Limit.REGISTER_ADDRESS;
    }
    return LOGIN.matches(request) ? Limit.LOGIN_ADDRESS : Limit.REFRESH_ADDRESS;
  }

  private static Limit ofUser(HttpServletRequest request) {
    if (READS.contains(request.getMethod())) {
      return Limit.READ_USER;
    }
    return UPLOAD.matches(request) ? Limit.UPLOAD_USER : Limit.WRITE_USER;
  }
}
