package chat.gateway.engineio;

import chat.gateway.memory.Allowance;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands requests of sessions that are elsewhere on to where they are, and the answers back, so that
 * a balancer may send each request anywhere. Once only: what was handed on is answered where it
 * arrives.
 */
final class Forwarding {

  /** Says that a request was handed on. */
  static final String HANDED_ON = "X-Handed-On";

  private final EngineSettings settings;
  private final Engine engine;
  private final AtomicInteger underWay = new AtomicInteger();
  private final HttpClient client;

  Forwarding(Engine engine) {
    this.settings = engine.settings();
    this.engine = engine;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.forwardTimeout())
            .build();
  }

  HttpClient client() {
    return client;
  }

  /** The same address at another place. */
  static URI address(URI place, HttpServletRequest request) {
    return URI.create(place + request.getRequestURI() + "?" + request.getQueryString());
  }

  /** Hands a GET or a POST on. */
  void forward(URI place, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // An answer comes with the next ping at the latest.
    Duration patience = settings.pingInterval().plus(settings.pingTimeout());
    HttpRequest there =
        HttpRequest.newBuilder(address(place, request))
            .header(HANDED_ON, "1")
            .timeout(patience)
            .build();
    AsyncContext exchange = request.startAsync();
    exchange.setTimeout(patience.multipliedBy(2).toMillis()); // for the body to come too
    exchange.addListener(new Ending());
    // Whose it is, is known where it is.
    Allowance allowance = engine.incomplete(null);
    Allowance.Share answer = allowance.share(Body.evicting(exchange));
    Forwarded forwarded =
        new Forwarded(client, there, exchange, response, answer, settings.maxWaiting());
    if (request.getMethod().equals("GET")) {
      forwarded.poll();
    } else if (request.getContentLengthLong() > settings.maxPayload()) {
      forwarded.refuse(BadRequest.TOO_LARGE);
    } else {
      Body.read(exchange, settings.maxPayload(), allowance, forwarded);
    }
  }

  /** Counts one more; false if there are as many as there may be. */
  boolean begin() {
    if (underWay.incrementAndGet() <= settings.maxForwarded()) {
      return true;
    }
    underWay.decrementAndGet();
    return false;
  }

  /** One that was counted has come to its end. */
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
