package chat.edge.bearer;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates requests by their Authorization header. Later filters, controllers and handshakes
 * get the caller as the request's principal. A request without the header passes unauthenticated.
 */
public final class BearerFilter extends OncePerRequestFilter {

  private static final String SCHEME = "Bearer ";

  private final Verifier verifier;
  private final RequestMatcher calls;

  /** Verifies the token of a request. */
  @FunctionalInterface
  public interface Verifier {

    /**
     * Finds the owner of a token.
     *
     * @throws Refusal if the token is not valid, or can't be verified now
     */
    Principal verify(String token, HttpServletRequest request);
  }

  /**
   * Makes a filter.
   *
   * @param calls the requests to authenticate; in all others the header is ignored
   */
  public BearerFilter(Verifier verifier, RequestMatcher calls) {
    this.verifier = verifier;
    this.calls = calls;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getHeader(HttpHeaders.AUTHORIZATION) == null || !calls.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String token = token(request.getHeader(HttpHeaders.AUTHORIZATION));
    Principal caller = verifier.verify(token, request);
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new PreAuthenticatedAuthenticationToken(caller, "", List.of()));
    SecurityContextHolder.setContext(context);
    chain.doFilter(
        new HttpServletRequestWrapper(request) {
          @Override
          public Principal getUserPrincipal() {
            return caller;
          }
        },
        response);
  }

  private static String token(String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Refusal.of(ProblemCode.UNAUTHENTICATED, "Authorization is not of the scheme Bearer");
    }
    return header.substring(SCHEME.length()).strip();
  }
}
