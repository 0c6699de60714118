package chat.gateway.security;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Keeps those who send bodies slowly, or not at all, from holding what others need: a body is there
 * as a whole before a thread is given to it, and one that trickles is given up. Uploads are passed
 * on as they come, by threads of their own; polls are read as they come, by no waiting thread.
 */
@Component
class SlowClients implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  private static final String UPLOADS = "/api/files/*";
  private static final String POLLS = "/socket.io/*";
  private static final String DEADLINE = SlowClients.class.getName();

  /** What the server counts in memory beside each part of a body. */
  private static final int OVERHEAD = 16;

  private final WebSettings settings;

  SlowClients(WebSettings settings) {
    this.settings = settings;
  }

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(this::customize);
  }

  /** The last that is inserted is the first that sees a request. */
  private void customize(Server server) {
    EagerContentHandler whole =
        new EagerContentHandler(
            new RetainedContentLoaderFactory(2 * settings.maxBody().toBytes(), OVERHEAD, false));
    whole.excludePath(UPLOADS);
    whole.excludePath(POLLS);
    // What says to be too large is refused at once.
    whole.exclude(request -> request.getLength() > settings.maxBody().toBytes());
    server.insertHandler(new BodyIsThere());
    server.insertHandler(whole);
    server.insertHandler(new BodyIsAwaited(settings.bodyTime()));
  }

  /** Closes connections whose request's body does not come in time, however often a byte comes. */
  private static final class BodyIsAwaited extends Handler.Wrapper {

    private final Duration patience;

    BodyIsAwaited(Duration patience) {
      this.patience = patience;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
        EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
        Scheduler scheduler = request.getConnectionMetaData().getConnector().getScheduler();
        request.setAttribute(
            DEADLINE,
            scheduler.schedule(client::close, patience.toMillis(), TimeUnit.MILLISECONDS));
      }
      return super.handle(request, response, callback);
    }
  }

  /** Comes when there is nothing to wait for any more. */
  private static final class BodyIsThere extends Handler.Wrapper {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (request.removeAttribute(DEADLINE) instanceof Scheduler.Task deadline) {
        var unused = deadline.cancel();
      }
      return super.handle(request, response, callback);
    }
  }
}
