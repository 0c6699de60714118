package chat.sockets.websocket;

import chat.sockets.budget.ClientMemory;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
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

/**
 * The last step of a handshake (RFC 6455, 4.2.2): turns the request's connection into a {@link
 * WebSocketWire}, and keeps nothing else of the request.
 */
public final class WebSocketHandshake {

  /** The constant in every accept value (RFC 6455, 1.3). */
  private static final String ACCEPT_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;

  private final ServletContextRequest request;

  private WebSocketHandshake(ServletContextRequest request) {
    this.request = request;
  }

  /** The handshake of a request that was checked before. */
  static WebSocketHandshake of(HttpServletRequest request) {
    return new WebSocketHandshake(ServletContextRequest.getServletContextRequest(request));
  }

  /** The handshake of a request; null if that is no valid request for a WebSocket. */
  public static @Nullable WebSocketHandshake find(HttpServletRequest request) {
    String connection = request.getHeader("Connection");
    boolean isGood =
        request.getMethod().equals("GET")
            && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
            && connection != null
            && connection.toLowerCase(Locale.ROOT).contains("upgrade")
            && VERSION.equals(request.getHeader("Sec-WebSocket-Version"))
            && isKey(request.getHeader("Sec-WebSocket-Key"));
    WebSocketHandshake handshake = isGood ? of(request) : null;
    return handshake != null && handshake.isUpgradable() ? handshake : null;
  }

  private static boolean isKey(@Nullable String key) {
    try {
      return key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether the connection can become a WebSocket: only one of HTTP/1.1 can. */
  boolean isUpgradable() {
    return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1;
  }

  /**
   * Upgrades to a socket without extensions, on which binary messages are allowed.
   *
   * @param memory for incomplete messages
   * @param handlers makes the handler of the open socket
   */
  public void upgrade(ClientMemory memory, Function<WebSocketWire, WebSocketHandler> handlers)
      throws IOException {
    upgrade(null, false, true, memory, handlers);
  }

  void upgrade(
      @Nullable String protocol,
      boolean compressed,
      boolean mayBeBinary,
      ClientMemory memory,
      Function<WebSocketWire, WebSocketHandler> handlers)
      throws IOException {
    ConnectionMetaData connection = request.getConnectionMetaData();
    Connector connector = connection.getConnector();
    request.setAttribute(
        HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
        new WebSocketWire(
            connection.getConnection().getEndPoint(),
            connector.getExecutor(),
            connector.getScheduler(),
            connector.getByteBufferPool(),
            compressed,
            mayBeBinary,
            memory,
            handlers));
    Response response = request.getServletContextResponse();
    if (compressed) {
      response.getHeaders().put(HttpHeader.SEC_WEBSOCKET_EXTENSIONS, Compression.AGREED);
    }
    answer(response, request.getHeaders(), protocol);
  }

  private static void answer(Response response, HttpFields asked, @Nullable String protocol)
      throws IOException {
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
