package chat.gateway.security;

import chat.gateway.problem.Problem;
import chat.gateway.problem.Problems;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers of the server itself, to what never becomes a request, are problems too. */
@Component
class JettyEdge implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  private final JsonMapper json;

  JettyEdge(JsonMapper json) {
    this.json = json;
  }

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(server -> server.setErrorHandler(new ProblemHandler(json)));
  }

  private static final class ProblemHandler extends ErrorHandler {

    private final JsonMapper json;

    ProblemHandler(JsonMapper json) {
      this.json = json;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.MEDIA_TYPE);
      response.write(true, body(response.getStatus()), callback);
      return true;
    }

    private ByteBuffer body(int status) {
      return ByteBuffer.wrap(json.writeValueAsBytes(Problem.ofStatus(status)));
    }
  }
}
