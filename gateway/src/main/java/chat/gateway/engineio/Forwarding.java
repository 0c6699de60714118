package chat.gateway.engineio;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Hands requests of sessions that are elsewhere on to where they are, and the answers back, so that
 * a balancer may send each request anywhere. Once only: what was handed on is answered where it
 * arrives.
 */
final class Forwarding {

  /** Says that a request was handed on. */
  static final String HANDED_ON = "X-Handed-On";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final EngineSettings settings;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  Forwarding(EngineSettings settings) {
    this.settings = settings;
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
    HttpRequest.Builder there =
        HttpRequest.newBuilder(address(place, request)).header(HANDED_ON, "1").timeout(patience);
    AsyncContext exchange = request.startAsync();
    exchange.setTimeout(patience.multipliedBy(2).toMillis()); // for the body to come too
    if (request.getMethod().equals("GET")) {
      exchange(there.GET().build(), exchange, response);
    } else {
      Body.read(
          request.getInputStream(),
          settings.maxPayload(),
          new Body.Taker() {
            @Override
            public void complete(byte[] body) {
              exchange(there.POST(BodyPublishers.ofByteArray(body)).build(), exchange, response);
            }

            @Override
            public void tooLarge() throws IOException {
              BadRequest.TOO_LARGE.answer(response);
              exchange.complete();
            }

            @Override
            public void lost() {
              exchange.complete();
            }
          });
    }
  }

  private void exchange(HttpRequest there, AsyncContext exchange, HttpServletResponse response) {
    CompletionStage<HttpResponse<byte[]>> answer =
        client.sendAsync(there, BodyHandlers.ofByteArray());
    answer.whenComplete((came, error) -> answer(came, exchange, response));
  }

  /** Where nobody answers any more, there is no such session any more. */
  private static void answer(
      @Nullable HttpResponse<byte[]> came, AsyncContext exchange, HttpServletResponse response) {
    BadRequest gone = BadRequest.UNKNOWN_SESSION;
    if (came == null) {
      Written.write(exchange, response, () -> gone.begin(response), gone.body(), error -> {});
      return;
    }
    Written.write(
        exchange,
        response,
        () -> {
          response.setStatus(came.statusCode());
          came.headers().firstValue("Content-Type").ifPresent(response::setContentType);
          response.setContentLength(came.body().length);
        },
        came.body(),
        error -> {});
  }
}
