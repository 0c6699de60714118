package chat.sockets.websocket;

import chat.sockets.budget.ClientMemory;
import chat.sockets.fanout.Outlet;
import chat.sockets.fanout.WireFormat;
import java.io.IOException;
import java.security.Principal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.RequestUpgradeStrategy;

/** Upgrades requests that Spring has checked to sockets of a hub's connections. */
public final class WebSocketUpgrade implements RequestUpgradeStrategy {

  private final Accepting accepting;
  private final WebSocketOptions options;
  private final ClientMemory memory;
  private final InstantSource clock;

  /** Handles a valid handshake. */
  @FunctionalInterface
  public interface Accepting {

    /**
     * Called during the handshake. The result must keep nothing of the request.
     *
     * @param user the user that the handshake authenticated, or null
     * @return opens the session when the socket is open
     */
    Function<Outlet, WebSocketSession> accept(ServerHttpRequest request, @Nullable Principal user);
  }

  /** An upgrade to sockets that carry each event as one text. */
  public WebSocketUpgrade(
      Accepting accepting, WebSocketOptions options, ClientMemory memory, InstantSource clock) {
    this.accepting = accepting;
    this.options = options;
    this.memory = memory;
    this.clock = clock;
  }

  @Override
  public String[] getSupportedVersions() {
    return new String[] {"13"};
  }

  @Override
  public List<WebSocketExtension> getSupportedExtensions(ServerHttpRequest request) {
    return options.compresses() ? List.of(new WebSocketExtension(Compression.NAME)) : List.of();
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
    WebSocketHandshake handshake =
        WebSocketHandshake.of(((ServletServerHttpRequest) request).getServletRequest());
    if (!handshake.isUpgradable()) {
      throw new HandshakeFailureException("HTTP/1.1 is expected");
    }
    boolean compressed = options.compresses() && Compression.isOffered(extensions);
    WireFormat format = compressed ? DeflatedFrames.FORMAT : WebSocketFrames.PLAIN;
    Function<Outlet, WebSocketSession> sessions = accepting.accept(request, user);
    try {
      handshake.upgrade(
          protocol,
          compressed,
          false,
          memory,
          wire -> new HubSocket(wire, format, options, clock, sessions));
    } catch (IOException e) {
      throw new HandshakeFailureException("the socket can't be opened", e);
    }
  }
}
