package chat.sockets.engineio;

import chat.sockets.websocket.WebSocketHandshake;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Serves Engine.IO by polling and WebSocket. Held polls and slow bodies occupy no thread. */
public final class EngineServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  private final transient Engine engine;
  private final transient Forwarder forwarder;
  private final transient Function<HttpServletRequest, String> addresses;

  /**
   * Serves an engine's sessions.
   *
   * @param addresses finds the client's address, for which its sockets count
   */
  public EngineServlet(Engine engine, Function<HttpServletRequest, String> addresses) {
    this.engine = engine;
    this.addresses = addresses;
    this.forwarder = new Forwarder(engine);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    Query query = Query.of(request.getQueryString());
    // Clients may offer other upgrades, as to HTTP/2, which a server may ignore.
    boolean upgrade = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    if (!query.isPolling() && !query.isWebSocket()) {
      BadRequest.UNKNOWN_TRANSPORT.answer(response);
    } else if (!"4".equals(query.protocol())) {
      BadRequest.UNSUPPORTED_PROTOCOL.answer(response);
    } else if (query.isWebSocket() != upgrade) {
      BadRequest.BAD_REQUEST.answer(response);
    } else if (query.sid() == null) {
      open(request, response, upgrade);
    } else {
      EngineSession session = engine.find(query.sid());
      if (session != null) {
        resume(session, request, response, upgrade);
      } else {
        forward(query.sid(), request, response, upgrade);
      }
    }
  }

  private void open(HttpServletRequest request, HttpServletResponse response, boolean upgrade)
      throws IOException {
    if (!request.getMethod().equals("GET")) {
      BadRequest.BAD_METHOD.answer(response);
    } else if (!engine.isAccepting(addresses.apply(request))) {
      unavailable(response);
    } else if (upgrade) {
      upgrade(request, response, null);
    } else {
      OutgoingPacket open = engine.open(addresses.apply(request), null, session -> {});
      PollExchange.begin(response);
      response.getOutputStream().write(open.bytes());
    }
  }

  private void resume(
      EngineSession session,
      HttpServletRequest request,
      HttpServletResponse response,
      boolean upgrade)
      throws IOException {
    switch (request.getMethod()) {
      case "GET" -> {
        if (upgrade) {
          upgrade(request, response, session);
        } else {
          poll(session, request, response);
        }
      }
      case "POST" -> post(session, request, response);
      default -> BadRequest.BAD_REQUEST.answer(response);
    }
  }

  private void forward(
      String sid, HttpServletRequest request, HttpServletResponse response, boolean upgrade)
      throws IOException {
    boolean handedOn = request.getHeader(Forwarder.FORWARDED) != null;
    URI place = handedOn ? null : engine.elsewhere(sid);
    if (place == null) {
      BadRequest.UNKNOWN_SESSION.answer(response);
      return;
    }
    URI address = Forwarder.address(place, request.getRequestURI(), request.getQueryString());
    String method = request.getMethod();
    if (address == null || !(upgrade || method.equals("GET") || method.equals("POST"))) {
      BadRequest.BAD_REQUEST.answer(response);
    } else if (upgrade) {
      relay(address, request, response);
    } else if (forwarder.begin()) {
      forwarder.forward(address, request, response);
    } else {
      unavailable(response);
    }
  }

  private void relay(URI address, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String client = addresses.apply(request);
    WebSocketHandshake handshake = WebSocketHandshake.find(request);
    if (handshake == null) {
      BadRequest.BAD_REQUEST.answer(response);
    } else if (!forwarder.isAccepting() || !engine.counts().hasCapacity(client)) {
      unavailable(response);
    } else {
      handshake.upgrade(engine.memory(), wire -> forwarder.relay(address, client, wire));
    }
  }

  private void upgrade(
      HttpServletRequest request, HttpServletResponse response, @Nullable EngineSession session)
      throws IOException {
    String address = addresses.apply(request);
    WebSocketHandshake handshake = WebSocketHandshake.find(request);
    if (handshake == null) {
      BadRequest.BAD_REQUEST.answer(response);
    } else if (session != null && !engine.counts().hasCapacity(session.address())) {
      unavailable(response);
    } else {
      handshake.upgrade(engine.memory(), wire -> EngineSocket.open(engine, address, session, wire));
    }
  }

  private static void unavailable(HttpServletResponse response) throws IOException {
    response.setHeader("Retry-After", "1");
    BadRequest.UNAVAILABLE.answer(response);
  }

  private static void poll(
      EngineSession session, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AsyncContext exchange = request.startAsync();
    exchange.setTimeout(0); // an answer comes with the next ping at the latest
    if (!session.poll(new PollExchange(exchange, response))) {
      BadRequest.BAD_REQUEST.answer(response);
      exchange.complete();
    }
  }

  private void post(EngineSession session, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int maxPayload = engine.settings().maxPayload(session.isKnown());
    if (!session.beginPost()) {
      BadRequest.BAD_REQUEST.answer(response);
    } else if (request.getContentLengthLong() > maxPayload) {
      session.abort();
      BadRequest.TOO_LARGE.answer(response);
    } else {
      AsyncContext exchange = request.startAsync();
      exchange.setTimeout(engine.settings().pingTimeout().toMillis() * 2);
      PostExchange post = new PostExchange(session, exchange, response);
      RequestBody.read(exchange, maxPayload, engine.incomplete(session), post);
    }
  }
}
