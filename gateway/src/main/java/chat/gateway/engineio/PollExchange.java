package chat.gateway.engineio;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A GET that is held. Its answer is written as fast as the client takes it, by no waiting thread.
 */
final class PollExchange implements Poll {

  private final AsyncContext exchange;
  private final HttpServletResponse response;

  PollExchange(AsyncContext exchange, HttpServletResponse response) {
    this.exchange = exchange;
    this.response = response;
  }

  /** Says what an answer consists of. */
  static void begin(HttpServletResponse response) {
    response.setContentType("text/plain; charset=UTF-8");
  }

  @Override
  public void answer(byte[] payload, Consumer<@Nullable Throwable> done) {
    write(
        payload,
        () -> {
          begin(response);
          response.setContentLength(payload.length);
        },
        done);
  }

  @Override
  public void refuse() {
    write(BadRequest.BAD_REQUEST.body(), () -> BadRequest.BAD_REQUEST.begin(response), error -> {});
  }

  private void write(byte[] body, Runnable head, Consumer<@Nullable Throwable> done) {
    try {
      ServletOutputStream output = response.getOutputStream();
      output.setWriteListener(new Answer(output, head, body, done));
    } catch (IOException | IllegalStateException e) {
      done.accept(e);
    }
  }

  private final class Answer implements WriteListener {

    private final ServletOutputStream output;
    private final Runnable head;
    private final byte[] body;
    private final Consumer<@Nullable Throwable> done;
    private boolean written;

    Answer(
        ServletOutputStream output,
        Runnable head,
        byte[] body,
        Consumer<@Nullable Throwable> done) {
      this.output = output;
      this.head = head;
      this.body = body;
      this.done = done;
    }

    @Override
    public void onWritePossible() throws IOException {
      while (output.isReady()) {
        if (written) {
          done.accept(null);
          exchange.complete();
          return;
        }
        written = true;
        // Not before: the thread that the request came in by may still be setting headers.
        head.run();
        output.write(body);
      }
    }

    @Override
    public void onError(Throwable error) {
      done.accept(error);
      exchange.complete();
    }
  }
}
