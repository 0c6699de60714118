package chat.sockets.engineio;

import chat.sockets.budget.MemoryBudget;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/**
 * Reads a request's body as it comes, without a waiting thread, up to a maximum length. Its memory
 * is reserved until the exchange ends.
 */
final class RequestBody implements ReadListener, AsyncListener {

  private static final int BUFFER_BYTES = 4096;

  /** Handles the outcome: one of these calls, once. */
  interface Handler {

    void complete(byte[] body) throws IOException;

    void refuse(BadRequest reason) throws IOException;

    void lost();
  }

  private final ServletInputStream input;
  private final int limit;
  private final MemoryBudget.Reservation reservation;
  private final Handler handler;
  private final ByteArrayOutputStream soFar = new ByteArrayOutputStream(256);
  private boolean over;

  private RequestBody(
      ServletInputStream input, int limit, MemoryBudget budget, Runnable evicted, Handler handler) {
    this.input = input;
    this.limit = limit;
    this.reservation = budget.reserve(evicted);
    this.handler = handler;
  }

  /** Begins to read. Refuses the client if the exchange times out before the body is complete. */
  static void read(AsyncContext exchange, int limit, MemoryBudget budget, Handler handler)
      throws IOException {
    ServletInputStream input = exchange.getRequest().getInputStream();
    RequestBody body = new RequestBody(input, limit, budget, evicting(exchange), handler);
    exchange.addListener(body);
    input.setReadListener(body);
  }

  /** Ends the request's connection, which notifies its exchange and reader. */
  static Runnable evicting(AsyncContext exchange) {
    EndPoint client =
        ServletContextRequest.getServletContextRequest(exchange.getRequest())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    return client::close;
  }

  @Override
  public void onDataAvailable() throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (!over && input.isReady()) {
      int length = input.read(buffer);
      if (length < 0) {
        return;
      }
      if (soFar.size() + length > limit) {
        refuse(BadRequest.TOO_LARGE);
      } else if (!reservation.acquire(length)) {
        refuse(BadRequest.UNAVAILABLE);
      } else {
        soFar.write(buffer, 0, length);
      }
    }
  }

  @Override
  public void onAllDataRead() throws IOException {
    if (!over) {
      over = true;
      handler.complete(soFar.toByteArray());
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) throws IOException {
    refuse(BadRequest.BAD_REQUEST);
  }

  @Override
  public void onError(Throwable error) {
    lose();
  }

  @Override
  public void onError(AsyncEvent event) {
    lose();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    reservation.end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}

  private void refuse(BadRequest reason) throws IOException {
    if (!over) {
      over = true;
      handler.refuse(reason);
    }
  }

  private void lose() {
    if (!over) {
      over = true;
      handler.lost();
    }
  }
}
