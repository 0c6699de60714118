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
 * Keeps those who send bodies slowly, or not at all, from holding what others need: a body is there
 * as a whole before a thread is given to it, and one that trickles is given up. Uploads are passed
 * on as they come, by threads of their own; polls are read as they come, by no waiting thread.
 */
@Component
class SlowClients implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  private static final String UPLOADS = "/api/files";
  private static final String POLLS = "/socket.io";
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

  /** The last that is inserted is the first that sees a request. */
  private void customize(Server server) {
    server.insertHandler(new BodyIsThere());
    // What says to be too large is refused at once.
    server.insertHandler(
        new WholeBodies(
            memory.bodies(),
            Math.toIntExact(settings.maxBody().toBytes()),
            SlowClients::isReadAsItComes));
    server.insertHandler(new BodyIsAwaited(settings.bodyTime()));
  }

  private static boolean isReadAsItComes(Request request) {
    String path = Request.getPathInContext(request);
    return isUnder(UPLOADS, path) || isUnder(POLLS, path);
  }

  private static boolean isUnder(String parent, String path) {
    return path.startsWith(parent)
        && (path.length() == parent.length() || path.charAt(parent.length()) == '/');
  }

  /** Closes connections whose request's body does not come in time, however often a byte comes. */
  private static final class BodyIsAwaited extends Handler.Wrapper {

    private final Duration patience;

    BodyIsAwaited(Duration patience) {
      this.patience = patience;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (WholeBodies.hasBody(request)) {
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
