package chat.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.token.Secret;
import chat.gateway.service.Scope;
import chat.gateway.service.Service;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tokens by which one gateway calls another in the name of a service. Each is good for one call and
 * half a minute, and proves that a gateway has checked the service's key: it is signed with a
 * secret of all gateways. So the key itself stays where it came in.
 */
public final class PeerTokens {

  private static final String PREFIX = "peer_";
  private static final Duration LIFETIME = Duration.ofSeconds(30);
  private static final int PARTS = 3;

  private final Secret secret;
  private final InstantSource clock;

  /**
   * Makes tokens.
   *
   * @param secret the same at all gateways
   */
  public PeerTokens(Secret secret, InstantSource clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /** Whether it looks like a token of a gateway. */
  public static boolean isToken(String token) {
    return token.startsWith(PREFIX);
  }

  /**
   * A token for a call.
   *
   * @param target path and query
   */
  String issue(String service, String method, String target) {
    String expiry = Long.toString(clock.millis() + LIFETIME.toMillis());
    return PREFIX + expiry + "." + mac(expiry, service, method, target) + "." + service;
  }

  /**
   * The service in whose name a gateway calls; it may do what operators may, and nothing else.
   *
   * @throws Refusal {@code UNAUTHENTICATED} if no gateway made the token for this call
   */
  public Service verify(String token, HttpServletRequest request) {
    String query = request.getQueryString();
    String target = request.getRequestURI() + (query == null ? "" : "?" + query);
    String service = verify(token, request.getMethod(), target);
    if (service == null) {
      throw Refusal.of(ProblemCode.UNAUTHENTICATED, "This takes the key of a service");
    }
    return new Service(service, Set.of(Scope.OPERATE));
  }

  @Nullable String verify(String token, String method, String target) {
    String[] parts = token.substring(PREFIX.length()).split("\\.", PARTS);
    if (parts.length < PARTS || !parts[0].matches("[0-9]{1,15}")) {
      return null;
    }
    long left = Long.parseLong(parts[0]) - clock.millis();
    String expected = mac(parts[0], parts[2], method, target);
    boolean isSame = MessageDigest.isEqual(expected.getBytes(UTF_8), parts[1].getBytes(UTF_8));
    return isSame && left > 0 && left <= 2 * LIFETIME.toMillis() ? parts[2] : null;
  }

  private String mac(String expiry, String service, String method, String target) {
    String signed = String.join("\n", expiry, service, method, target);
    byte[] mac = secret.hash("HmacSHA256", signed.getBytes(UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }
}
