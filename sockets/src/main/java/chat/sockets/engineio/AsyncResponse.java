package chat.sockets.engineio;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes an answer as fast as the client reads it, without a waiting thread. */
final class AsyncResponse implements WriteListener {

  private final AsyncContext exchange;
  private final ServletOutputStream output;
  private final Runnable head;
  private final byte[] body;
  private final Consumer<@Nullable Throwable> done;
  private boolean begun;

  private AsyncResponse(
      AsyncContext exchange,
      ServletOutputStream output,
      Runnable head,
      byte[] body,
      Consumer<@Nullable Throwable> done) {
    this.exchange = exchange;
    this.output = output;
    this.head = head;
    this.body = body;
    this.done = done;
  }

  /**
   * Writes an answer, from any thread.
   *
   * @param head sets status and headers
   * @param done called once, with the error if the client did not get it
   */
  static void write(
      AsyncContext exchange,
      HttpServletResponse response,
      Runnable head,
      byte[] body,
      Consumer<@Nullable Throwable> done) {
    try {
      ServletOutputStream output = response.getOutputStream();
      output.setWriteListener(new AsyncResponse(exchange, output, head, body, done));
    } catch (IOException | IllegalStateException e) {
      done.accept(e);
    }
  }

  @Override
  public void onWritePossible() throws IOException {
    while (output.isReady()) {
      if (begun) {
        done.accept(null);
        exchange.complete();
        return;
      }
      begun = true;
      // Not earlier, as the thread of the request may still be setting headers.
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
