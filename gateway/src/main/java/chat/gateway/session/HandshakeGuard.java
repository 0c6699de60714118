package chat.gateway.session;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Problems;
import chat.edge.problem.Refusal;
import chat.gateway.account.token.SignedIn;
import chat.gateway.log.RoomFeed;
import chat.gateway.security.ClientAddresses;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeInterceptor;

/**
 * Refuses sockets before the tail is complete, because resumes could lack events; while the gateway
 * is about to stop; and beyond the limits on sockets.
 */
final class HandshakeGuard implements HandshakeInterceptor {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final RoomFeed feed;
  private final ApplicationAvailability availability;
  private final SocketRefusals refusals;
  private final ClientAddresses addresses;
  private final Problems problems;

  HandshakeGuard(
      RoomFeed feed,
      ApplicationAvailability availability,
      SocketRefusals refusals,
      ClientAddresses addresses,
      Problems problems) {
    this.feed = feed;
    this.availability = availability;
    this.refusals = refusals;
    this.addresses = addresses;
    this.problems = problems;
  }

  @Override
  public boolean beforeHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      Map<String, Object> attributes)
      throws IOException {
    Refusal refusal = refusal(request);
    if (refusal != null) {
      problems.answer(refusal, ((ServletServerHttpResponse) response).getServletResponse());
    }
    return refusal == null;
  }

  @Override
  public void afterHandshake(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      @Nullable Exception error) {}

  private @Nullable Refusal refusal(ServerHttpRequest request) {
    if (!feed.isReady()) {
      return Refusal.until(ProblemCode.UNAVAILABLE, "This gateway is not ready yet", SOON);
    }
    if (availability.getReadinessState() == ReadinessState.REFUSING_TRAFFIC) {
      return Refusal.until(ProblemCode.UNAVAILABLE, "This gateway is about to stop", SOON);
    }
    Refusal refusal = refusals.refusal(address(request, addresses));
    return refusal == null && request.getPrincipal() instanceof SignedIn user
        ? refusals.refusalOf(user.user().id())
        : refusal;
  }

  /** The address for which a socket counts. */
  static String address(ServerHttpRequest request, ClientAddresses addresses) {
    return addresses.of(((ServletServerHttpRequest) request).getServletRequest());
  }
}
