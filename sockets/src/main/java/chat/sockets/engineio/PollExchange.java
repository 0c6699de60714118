package chat.sockets.engineio;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A held GET. */
final class PollExchange implements Poll {

  private final AsyncContext exchange;
  private final HttpServletResponse response;

  PollExchange(AsyncContext exchange, HttpServletResponse response) {
    this.exchange = exchange;
    this.response = response;
  }

  /** Sets the headers of an answer. */
  static void begin(HttpServletResponse response) {
    response.setContentType("text/plain; charset=UTF-8");
  }

  @Override
  public void answer(byte[] payload, Consumer<@Nullable Throwable> done) {
    AsyncResponse.write(
        exchange,
        response,
        () -> {
          begin(response);
          response.setContentLength(payload.length);
        },
        payload,
        done);
  }

  @Override
  public void refuse() {
    BadRequest reason = BadRequest.BAD_REQUEST;
    AsyncResponse.write(
        exchange, response, () -> reason.begin(response), reason.body(), error -> {});
  }
}
