package chat.gateway.service;

import static chat.gateway.service.Scope.ERASE;
import static chat.gateway.service.Scope.IMPORT;
import static chat.gateway.service.Scope.MESSAGES;
import static chat.gateway.service.Scope.MODERATE;
import static chat.gateway.service.Scope.OPERATE;
import static chat.gateway.service.Scope.READ;
import static chat.gateway.service.Scope.ROOMS;
import static chat.gateway.service.Scope.TOKENS;
import static chat.gateway.service.Scope.USERS;
import static chat.gateway.service.Scope.WEBHOOKS;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The scopes that the calls of services need. */
public final class ServiceScopes {

  private static final List<Rule> RULES =
      List.of(
          rule("/api/server/users/{id}", PUT, USERS),
          rule("/api/server/users/{id}", DELETE, ERASE),
          rule("/api/server/users/{id}/tokens", POST, TOKENS),
          rule("/api/server/users/{id}/sessions/end", POST, USERS),
          rule("/api/server/rooms/{room}", PUT, ROOMS),
          rule("/api/server/rooms/{room}", DELETE, ROOMS),
          rule("/api/server/rooms/{room}/members", POST, ROOMS),
          rule("/api/server/rooms/{room}/mutes/{user}", PUT, MODERATE),
          rule("/api/server/rooms/{room}/events", GET, READ),
          rule("/api/server/messages", GET, READ),
          rule("/api/server/messages", POST, MESSAGES),
          rule("/api/server/messages/{room}/{seq}", PATCH, MESSAGES, MODERATE),
          rule("/api/server/messages/{room}/{seq}", DELETE, MESSAGES, MODERATE),
          rule("/api/server/import", POST, IMPORT),
          rule("/api/server/webhooks", GET, WEBHOOKS),
          rule("/api/server/webhooks/{name}", GET, WEBHOOKS),
          rule("/api/server/webhooks/{name}", PUT, WEBHOOKS),
          rule("/api/server/webhooks/{name}", DELETE, WEBHOOKS),
          rule("/api/server/webhooks/{name}/pause", POST, WEBHOOKS),
          rule("/api/server/webhooks/{name}/resume", POST, WEBHOOKS),
          rule("/api/server/webhooks/{name}/rewind", POST, WEBHOOKS),
          rule("/api/server/operator/why/{room}/{seq}", GET, OPERATE),
          rule("/api/server/operator/gateways", GET, OPERATE),
          rule("/api/server/operator/gateways/{gateway}/drain", POST, OPERATE),
          rule("/api/server/operator/gateways/{gateway}/drain", DELETE, OPERATE),
          rule("/api/server/operator/dead-letters", GET, OPERATE),
          rule("/api/server/operator/dead-letters/{partition}/{offset}", DELETE, OPERATE),
          rule("/api/server/operator/dead-letters/{partition}/{offset}/replay", POST, OPERATE),
          rule("/api/server/operator/rooms", GET, OPERATE),
          rule("/api/server/operator/tables/check", GET, OPERATE),
          rule("/api/server/operator/tables/check", POST, OPERATE),
          rule("/api/server/operator/tables/check", DELETE, OPERATE),
          rule("/api/server/operator/users/{user}/sockets", GET, OPERATE));

  private ServiceScopes() {}

  /**
   * The rule for a call.
   *
   * @param scopes of which the key needs one
   */
  public record Rule(String path, HttpMethod method, Set<Scope> scopes, RequestMatcher place) {

    private boolean matches(HttpServletRequest request) {
      String called = request.getMethod();
      boolean same = method.matches(called) || (method.equals(GET) && HEAD.matches(called));
      return same && place.matches(request);
    }
  }

  private static Rule rule(String path, HttpMethod method, Scope... scopes) {
    return new Rule(path, method, Set.copyOf(Arrays.asList(scopes)), pathPattern(path));
  }

  /** All rules. */
  public static List<Rule> rules() {
    return RULES;
  }

  /**
   * Checks that the key of a service allows a call.
   *
   * @throws Refusal {@code FORBIDDEN} if not; {@code NOT_FOUND} or {@code METHOD_NOT_ALLOWED} for a
   *     call without a rule, so that no call is open because its rule was forgotten
   */
  public static void check(Service service, HttpServletRequest request) {
    Rule rule =
        RULES.stream()
            .filter(each -> each.matches(request))
            .findFirst()
            .orElseThrow(() -> unknown(request));
    if (rule.scopes.stream().noneMatch(service::has)) {
      throw Refusal.of(ProblemCode.FORBIDDEN, "This key lacks the scope " + words(rule));
    }
  }

  private static Refusal unknown(HttpServletRequest request) {
    return RULES.stream().anyMatch(rule -> rule.place.matches(request))
        ? Refusal.of(ProblemCode.METHOD_NOT_ALLOWED, "This call has another method")
        : Refusal.notFound();
  }

  private static String words(Rule rule) {
    return rule.scopes.stream().map(Scope::word).sorted().collect(Collectors.joining(" or "));
  }
}
