package chat.gateway.socket;

import chat.gateway.account.SignedIn;
import chat.gateway.broadcast.Broadcast;
import chat.gateway.broadcast.CloseReason;
import chat.gateway.broadcast.Connection;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PongMessage;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.adapter.NativeWebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/** Turns what Spring tells of a socket into what a client's session takes. */
final class SocketHandler extends AbstractWebSocketHandler implements SubProtocolCapable {

  private static final String SESSION = ClientSession.class.getName();
  private static final String PARTS = "parts";

  private final Broadcast broadcast;
  private final SocketServices services;

  SocketHandler(Broadcast broadcast, SocketServices services) {
    this.broadcast = broadcast;
    this.services = services;
  }

  @Override
  public List<String> getSubProtocols() {
    return List.of("chat.v1");
  }

  /** So that a frame's size is looked at before all of it is there. */
  @Override
  public boolean supportsPartialMessages() {
    return true;
  }

  @Override
  public void afterConnectionEstablished(org.springframework.web.socket.WebSocketSession socket) {
    WebSocketSession jetty =
        (WebSocketSession)
            Objects.requireNonNull(((NativeWebSocketSession) socket).getNativeSession());
    Connection connection = broadcast.open(new JettyOutlet(jetty.getCoreSession()));
    socket
        .getAttributes()
        .put(SESSION, new ClientSession(connection, services, signedIn(socket.getPrincipal())));
  }

  @Override
  protected void handleTextMessage(
      org.springframework.web.socket.WebSocketSession socket, TextMessage message) {
    ClientSession session = session(socket);
    if (session.connection().isClosed()) {
      return;
    }
    Object parts = socket.getAttributes().remove(PARTS);
    String text = parts == null ? message.getPayload() : parts + message.getPayload();
    if (exceedsLimit(text)) {
      session.connection().close(CloseReason.FRAME_TOO_LARGE);
    } else if (message.isLast()) {
      session.take(text);
    } else {
      socket.getAttributes().put(PARTS, text);
    }
  }

  @Override
  protected void handleBinaryMessage(
      org.springframework.web.socket.WebSocketSession socket, BinaryMessage message) {
    session(socket).connection().close(CloseReason.BAD_FRAME);
  }

  @Override
  protected void handlePongMessage(
      org.springframework.web.socket.WebSocketSession socket, PongMessage message) {
    session(socket).connection().heard(services.clock().millis());
  }

  @Override
  public void afterConnectionClosed(
      org.springframework.web.socket.WebSocketSession socket, CloseStatus status) {
    ClientSession session = (ClientSession) socket.getAttributes().remove(SESSION);
    if (session != null) {
      session.connection().gone();
    }
  }

  private boolean exceedsLimit(String text) {
    long limit = services.settings().maxFrame().toBytes();
    // A character is at most three bytes, so most frames need no count.
    return text.length() > limit
        || (text.length() * 3L > limit && text.getBytes(StandardCharsets.UTF_8).length > limit);
  }

  private static ClientSession session(org.springframework.web.socket.WebSocketSession socket) {
    return (ClientSession) Objects.requireNonNull(socket.getAttributes().get(SESSION));
  }

  private static @Nullable SignedIn signedIn(@Nullable Principal principal) {
    if (principal instanceof Authentication authentication) {
      return authentication.getPrincipal() instanceof SignedIn user ? user : null;
    }
    return principal instanceof SignedIn user ? user : null;
  }
}
