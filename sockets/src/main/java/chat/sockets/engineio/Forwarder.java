package chat.sockets.engineio;

import chat.sockets.budget.MemoryBudget;
import chat.sockets.budget.SocketCounts;
import chat.sockets.websocket.WebSocketWire;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Forwards requests to the gateways of their sessions, so a balancer may send each request to any
 * gateway. A forwarded request is not forwarded again.
 */
final class Forwarder {

  /** Marks a forwarded request. */
  static final String FORWARDED = "X-Handed-On";

  private final EngineSettings settings;
  private final Engine engine;
  private final AtomicInteger underWay = new AtomicInteger();
  private final HttpClient client;

  Forwarder(Engine engine) {
    this.settings = engine.settings();
    this.engine = engine;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.forwardTimeout())
            .build();
  }

  /**
   * Relays a WebSocket that has opened, and counts it until its end.
   *
   * @param clientAddress the address for which it counts
   */
  RelaySocket relay(URI address, String clientAddress, WebSocketWire wire) {
    SocketCounts.Counted counted = engine.counts().openFurther(clientAddress);
    underWay.incrementAndGet();
    Runnable ended =
        () -> {
          counted.end();
          end();
        };
    return new RelaySocket(client, address, settings, engine.clock(), wire, ended);
  }

  /** The request's address at another gateway; null if it is malformed, which servers accept. */
  static @Nullable URI address(URI place, String path, String query) {
    try {
      return new URI(place + path + "?" + query);
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** Forwards a GET or a POST that was counted. */
  void forward(URI address, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // An answer comes with the next ping at the latest.
    Duration patience = settings.pingInterval().plus(settings.pingTimeout());
    AsyncContext exchange = exchange(request, patience.multipliedBy(2)); // for the body to come too
    HttpRequest there =
        HttpRequest.newBuilder(address).header(FORWARDED, "1").timeout(patience).build();
    // Only the session's gateway knows whether the client is authenticated.
    MemoryBudget budget = engine.incomplete(null);
    MemoryBudget.Reservation answer = budget.reserve(RequestBody.evicting(exchange));
    ForwardedRequest forwarded =
        new ForwardedRequest(client, there, exchange, response, answer, settings.maxWaiting());
    if (request.getMethod().equals("GET")) {
      forwarded.poll();
    } else if (request.getContentLengthLong() > settings.maxPayload()) {
      forwarded.refuse(BadRequest.TOO_LARGE);
    } else {
      RequestBody.read(exchange, settings.maxPayload(), budget, forwarded);
    }
  }

  /** Starts the exchange, at whose end the request no longer counts. */
  private AsyncContext exchange(HttpServletRequest request, Duration timeout) {
    boolean isEndHeard = false;
    try {
      AsyncContext exchange = request.startAsync();
      exchange.setTimeout(timeout.toMillis());
      exchange.addListener(new Ending());
      isEndHeard = true;
      return exchange;
    } finally {
      if (!isEndHeard) {
        end();
      }
    }
  }

  /** The number of requests under way. */
  int underWay() {
    return underWay.get();
  }

  /** Whether another WebSocket can be relayed. Handshakes under way are not counted. */
  boolean isAccepting() {
    return underWay.get() < settings.maxForwarded();
  }

  /** Counts another request. Returns false at the limit. */
  boolean begin() {
    if (underWay.incrementAndGet() <= settings.maxForwarded()) {
      return true;
    }
    underWay.decrementAndGet();
    return false;
  }

  /** A counted request has ended. */
  void end() {
    underWay.decrementAndGet();
  }

  private final class Ending implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
