package chat.gateway.session;

import java.util.List;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/** What the handshake needs to know of the endpoint; the sockets themselves are Jetty's. */
final class Endpoint extends AbstractWebSocketHandler implements SubProtocolCapable {

  @Override
  public List<String> getSubProtocols() {
    return List.of("chat.v1");
  }
}
