package chat.gateway.socket;

import chat.gateway.account.SignedIn;
import chat.gateway.broadcast.Broadcast;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.RequestUpgradeStrategy;

/**
 * Opens the socket of a handshake that was found good as one of Jetty's own, for clients whose
 * frames are taken in parts. No extension: a frame is written as it is made, once for all sockets.
 */
final class JettyUpgrade implements RequestUpgradeStrategy {

  private final Broadcast broadcast;
  private final SocketServices services;
  private final Duration idleTimeout;

  JettyUpgrade(Broadcast broadcast, SocketServices services, Duration idleTimeout) {
    this.broadcast = broadcast;
    this.services = services;
    this.idleTimeout = idleTimeout;
  }

  @Override
  public String[] getSupportedVersions() {
    return new String[] {"13"};
  }

  @Override
  public List<WebSocketExtension> getSupportedExtensions(ServerHttpRequest request) {
    return List.of();
  }

  @Override
  public void upgrade(
      ServerHttpRequest request,
      ServerHttpResponse response,
      @Nullable String protocol,
      List<WebSocketExtension> extensions,
      @Nullable Principal user,
      WebSocketHandler handler,
      Map<String, Object> attributes) {
    var servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
    var servletResponse = ((ServletServerHttpResponse) response).getServletResponse();
    SignedIn signedIn = user instanceof SignedIn present ? present : null;
    try {
      container(servletRequest.getServletContext())
          .upgrade(
              (jettyRequest, jettyResponse) -> {
                jettyResponse.setExtensions(List.of());
                if (protocol != null) {
                  jettyResponse.setAcceptedSubProtocol(protocol);
                }
                return new ClientSocket(broadcast, services, signedIn);
              },
              servletRequest,
              servletResponse);
    } catch (IOException e) {
      throw new HandshakeFailureException("the socket can't be opened", e);
    }
  }

  private JettyWebSocketServerContainer container(ServletContext context) {
    JettyWebSocketServerContainer container = JettyWebSocketServerContainer.getContainer(context);
    container.setIdleTimeout(idleTimeout);
    return container;
  }
}
