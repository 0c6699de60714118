package chat.gateway.security;

import chat.edge.ClockConfiguration;
import chat.edge.issuer.Issuer;
import chat.edge.issuer.IssuerSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Bounds the WebSocket handshakes that run at a time, each with the frames that came along with it,
 * such as a {@code connect} that resumes rooms. A handshake is processor time only; when thousands
 * of clients connect at once, more threads would not finish it earlier, but would take that time
 * from the messages of others. After a handshake its permit rests as long as the handshake took, so
 * that handshakes never take more than half of the time of their processors. Handshakes beyond the
 * bound wait and hold no thread. The limit on connections bounds how many wait.
 */
@Component
class Handshakes implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** A handshake that took longer waited for something, so its time says nothing. */
  private static final Duration LONGEST_REST = Duration.ofMillis(10);

  private static final String PLAIN = "/ws";
  private static final String SOCKET_IO = "/socket.io/";
  private static final String WITHOUT_POLLING = "transport=websocket";

  private final int atOnce;
  private final int waitingForIssuers;
  private final InstantSource clock;

  /**
   * One for every two processors, and as many more with a token as may wait for their issuers, so
   * that an issuer that does not answer delays no other handshakes.
   */
  @Autowired
  Handshakes(
      IssuerSettings issuers,
      @Qualifier(ClockConfiguration.STEADY) ObjectProvider<InstantSource> clock) {
    this(
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
        Issuer.CALLS * issuers.issuers().size(),
        clock.getIfAvailable(InstantSource::system));
  }

  Handshakes(int atOnce, int waitingForIssuers, InstantSource clock) {
    this.atOnce = atOnce;
    this.waitingForIssuers = waitingForIssuers;
    this.clock = clock;
  }

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(this::addTo);
  }

  void addTo(Server server) {
    server.insertHandler(
        new Bound(atOnce, clock, request -> isHandshake(request) && !mayWait(request)));
    if (waitingForIssuers > 0) {
      server.insertHandler(
          new Bound(
              atOnce + waitingForIssuers,
              clock,
              request -> isHandshake(request) && mayWait(request)));
    }
  }

  private boolean mayWait(Request request) {
    return waitingForIssuers > 0 && request.getHeaders().contains(HttpHeader.AUTHORIZATION);
  }

  /** Only requests that are answered without waiting: a slow one would delay the others. */
  private static boolean isHandshake(Request request) {
    if (!request.getHeaders().contains(HttpHeader.UPGRADE)) {
      return false;
    }
    String path = Request.getPathInContext(request);
    String query = request.getHttpURI().getQuery();
    return path.equals(PLAIN)
        || (path.equals(SOCKET_IO) && query != null && query.contains(WITHOUT_POLLING));
  }

  private static final class Bound extends Handler.Wrapper {

    private final ConcurrencyLimit permits;
    private final InstantSource clock;
    private final Predicate<Request> bounded;

    Bound(int permits, InstantSource clock, Predicate<Request> bounded) {
      this.permits = new ConcurrencyLimit(permits);
      this.clock = clock;
      this.bounded = bounded;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (!bounded.test(request)) {
        return super.handle(request, response, callback);
      }
      Instant deadline = clock.instant().plus(TIMEOUT);
      if (permits.acquire(
          () -> handleNow(request, response, callback, deadline),
          () -> refuse(request, response, callback),
          request.getComponents().getExecutor())) {
        handleNow(request, response, callback, deadline);
      }
      return true;
    }

    private void handleNow(
        Request request, Response response, Callback callback, Instant deadline) {
      request.addHttpStreamWrapper(stream -> new Permitted(stream, rest(request)));
      if (clock.instant().isAfter(deadline)) {
        refuse(request, response, callback);
        return;
      }
      try {
        if (!super.handle(request, response, callback)) {
          Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
        }
      } catch (Exception e) {
        Response.writeError(request, response, callback, e);
      }
    }

    /** Releases a permit when as much time has passed again as up to the first call. */
    private Runnable rest(Request request) {
      Scheduler scheduler = request.getComponents().getScheduler();
      AtomicBoolean ended = new AtomicBoolean();
      long begun = System.nanoTime();
      return () -> {
        if (ended.compareAndSet(false, true)) {
          long nanos = Math.min(System.nanoTime() - begun, LONGEST_REST.toNanos());
          var unused = scheduler.schedule(permits::release, nanos, TimeUnit.NANOSECONDS);
        }
      };
    }

    private static void refuse(Request request, Response response, Callback callback) {
      Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
    }
  }

  /** Ends the handshake when the connection was upgraded and has handled what came early. */
  private static final class Permitted extends HttpStream.Wrapper {

    private final Runnable end;

    Permitted(HttpStream stream, Runnable end) {
      super(stream);
      this.end = end;
    }

    @Override
    public void succeeded() {
      try {
        super.succeeded();
      } finally {
        end.run();
      }
    }

    @Override
    public void failed(Throwable reason) {
      try {
        super.failed(reason);
      } finally {
        end.run();
      }
    }
  }
}
