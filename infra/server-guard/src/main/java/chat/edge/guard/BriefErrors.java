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

/** Answers of the server itself, to what never becomes a request, are problems (RFC 9457) too. */
public final class BriefErrors
    implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  private static final String MEDIA_TYPE = "application/problem+json";

  private final IntFunction<byte[]> problems;

  /**
   * Errors of which nothing but the status is told.
   *
   * @param problems the body for a status
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
      // What could not be read as a request has no known end, so no other can follow it.
      response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
      response.write(true, ByteBuffer.wrap(problems.apply(response.getStatus())), callback);
      return true;
    }
  }
}
