package chat.gateway.security;

import chat.sockets.budget.ClientMemory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Keeps slow request bodies from holding threads: a request gets a thread when its body is
 * complete, and its connection is closed if that takes too long. Uploads are streamed by threads of
 * their own, polls are read asynchronously.
 */
@Component
class SlowClients implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  private static final String DEADLINE = SlowClients.class.getName();

  private final WebSettings settings;
  private final ClientMemory memory;

  SlowClients(WebSettings settings, ClientMemory memory) {
    this.settings = settings;
    this.memory = memory;
  }

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(this::customize);
  }

  /** The handler that is inserted last handles a request first. */
  private void customize(Server server) {
    server.insertHandler(new BodyComplete());
    // A body whose Content-Length is too large is refused at once.
    server.insertHandler(
        new WholeBodies(
            memory.bodies(),
            Math.toIntExact(settings.maxBody().toBytes()),
            request -> StreamedBodies.isAt(Request.getPathInContext(request))));
    server.insertHandler(new BodyDeadline(settings.bodyTime()));
  }

  /** Closes connections whose request body is not complete in time. */
  private static final class BodyDeadline extends Handler.Wrapper {

    private final Duration timeout;

    BodyDeadline(Duration timeout) {
      this.timeout = timeout;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (WholeBodies.hasBody(request)) {
        EndPoint client = request.getConnectionMetaData().getConnection().getEndPoint();
        Scheduler scheduler = request.getConnectionMetaData().getConnector().getScheduler();
        request.setAttribute(
            DEADLINE, scheduler.schedule(client::close, timeout.toMillis(), TimeUnit.MILLISECONDS));
      }
      return super.handle(request, response, callback);
    }
  }

  /** Cancels the deadline when the body is complete. */
  private static final class BodyComplete extends Handler.Wrapper {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (request.removeAttribute(DEADLINE) instanceof Scheduler.Task deadline) {
        var unused = deadline.cancel();
      }
      return super.handle(request, response, callback);
    }
  }
}
