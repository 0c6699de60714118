package chat.gateway.session;

import java.util.List;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/** Names the protocol of {@code /ws} in handshakes. It handles no frames. */
final class Endpoint extends AbstractWebSocketHandler implements SubProtocolCapable {

  @Override
  public List<String> getSubProtocols() {
    return List.of("chat.v1");
  }
}
