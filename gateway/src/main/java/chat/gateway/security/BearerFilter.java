package chat.gateway.security;

import chat.gateway.account.token.AccessTokens;
import chat.gateway.account.token.SignedIn;
import chat.gateway.problem.ProblemCode;
import chat.gateway.problem.Refusal;
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
 * Finds out who calls. Controllers and handshakes get a {@link SignedIn} as the request's
 * principal. A header that proves nobody is refused; where no token counts it is not looked at.
 */
final class BearerFilter extends OncePerRequestFilter {

  private static final String SCHEME = "Bearer ";

  private final AccessTokens tokens;
  private final RequestMatcher tokenCounts;

  BearerFilter(AccessTokens tokens, RequestMatcher tokenCounts) {
    this.tokens = tokens;
    this.tokenCounts = tokenCounts;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getHeader(HttpHeaders.AUTHORIZATION) == null || !tokenCounts.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    SignedIn signedIn = tokens.verify(token(request.getHeader(HttpHeaders.AUTHORIZATION)));
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new PreAuthenticatedAuthenticationToken(signedIn, "", List.of()));
    SecurityContextHolder.setContext(context);
    chain.doFilter(
        new HttpServletRequestWrapper(request) {
          @Override
          public Principal getUserPrincipal() {
            return signedIn;
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
