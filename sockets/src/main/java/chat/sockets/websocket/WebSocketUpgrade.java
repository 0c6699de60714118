package chat.sockets.websocket;

import chat.sockets.budget.ClientMemory;
import chat.sockets.fanout.Outlet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.RequestUpgradeStrategy;

/**
 * The last step of a handshake that was found good: the request's connection becomes a {@link
 * WebSocketWire}, and nothing else of the request stays.
 */
public final class WebSocketUpgrade implements RequestUpgradeStrategy {

  /** What every accept value is made with (RFC 6455, 1.3). */
  private static final String ACCEPT_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Accepting accepting;
  private final WebSocketOptions terms;
  private final ClientMemory memory;
  private final InstantSource clock;

  /** Makes of a good handshake what will open the session. */
  @FunctionalInterface
  public interface Accepting {

    /**
     * Called during the handshake, of which what it returns must keep nothing.
     *
     * @param user who the handshake proved the client to be, or null
     * @return opens the session once the socket is there
     */
    Function<Outlet, WebSocketSession> accept(ServerHttpRequest request, @Nullable Principal user);
  }

  /** An upgrade to sockets that carry events as they are. */
  public WebSocketUpgrade(
      Accepting accepting, WebSocketOptions terms, ClientMemory memory, InstantSource clock) {
    this.accepting = accepting;
    this.terms = terms;
    this.memory = memory;
    this.clock = clock;
  }

  @Override
  public String[] getSupportedVersions() {
    return new String[] {"13"};
  }

  @Override
  public List<WebSocketExtension> getSupportedExtensions(ServerHttpRequest request) {
    return terms.compresses() ? List.of(new WebSocketExtension(Compression.NAME)) : List.of();
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
    ServletContextRequest jetty =
        ServletContextRequest.getServletContextRequest(
            ((ServletServerHttpRequest) request).getServletRequest());
    ConnectionMetaData connection = jetty.getConnectionMetaData();
    if (connection.getHttpVersion() != HttpVersion.HTTP_1_1) {
      throw new HandshakeFailureException("HTTP/1.1 is expected");
    }
    boolean compressed = terms.compresses() && Compression.isOffered(extensions);
    Connector connector = connection.getConnector();
    jetty.setAttribute(
        HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
        new WebSocketWire(
            connection.getConnection().getEndPoint(),
            connector.getExecutor(),
            connector.getByteBufferPool(),
            compressed ? DeflatedFrames.FORMAT : WebSocketFrames.PLAIN,
            terms,
            memory,
            clock,
            accepting.accept(request, user)));
    Response answer = jetty.getServletContextResponse();
    if (compressed) {
      answer.getHeaders().put(HttpHeader.SEC_WEBSOCKET_EXTENSIONS, Compression.AGREED);
    }
    answer(answer, jetty.getHeaders(), protocol);
  }

  private static void answer(Response response, HttpFields asked, @Nullable String protocol) {
    response.setStatus(101);
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.UPGRADE, "websocket");
    headers.put(HttpHeader.CONNECTION, HttpHeader.UPGRADE.asString());
    headers.put(HttpHeader.SEC_WEBSOCKET_ACCEPT, accept(asked.get(HttpHeader.SEC_WEBSOCKET_KEY)));
    if (protocol != null) {
      headers.put(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, protocol);
    }
    try (Blocker.Callback written = Blocker.callback()) {
      response.write(true, null, written);
      written.block();
    } catch (IOException e) {
      throw new HandshakeFailureException("the socket can't be opened", e);
    }
  }

  private static String accept(String key) {
    try {
      byte[] text = (key.strip() + ACCEPT_KEY).getBytes(StandardCharsets.ISO_8859_1);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
