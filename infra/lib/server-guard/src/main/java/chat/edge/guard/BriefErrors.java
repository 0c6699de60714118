package chat.edge.guard;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Makes problems (RFC 9457) of the errors that Jetty answers itself, such as malformed requests.
 */
public final class BriefErrors
    implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  private static final String MEDIA_TYPE = "application/problem+json";

  private final IntFunction<byte[]> problems;

  /**
   * Makes the customizer.
   *
   * @param problems makes the body for a status
   */
  public BriefErrors(IntFunction<byte[]> problems) {
    this.problems = problems;
  }

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(server -> server.setErrorHandler(new ProblemHandler()));
  }

  private final class ProblemHandler extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE);
      // The end of a malformed request is unknown, so no other can follow it.
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
      response.write(true, ByteBuffer.wrap(problems.apply(response.getStatus())), callback);
      return true;
    }
  }
}
