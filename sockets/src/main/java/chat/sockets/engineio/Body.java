package chat.sockets.engineio;

import chat.sockets.budget.Allowance;
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
 * Reads a request's body as it comes, by no waiting thread, and only up to a bound. What it holds
 * counts until the exchange has ended.
 */
final class Body implements ReadListener, AsyncListener {

  private static final int BUFFER_BYTES = 4096;

  /** What becomes of it; one of them, once. */
  interface Taker {

    void complete(byte[] body) throws IOException;

    void refuse(BadRequest reason) throws IOException;

    void lost();
  }

  private final ServletInputStream input;
  private final int limit;
  private final Allowance.Share share;
  private final Taker taker;
  private final ByteArrayOutputStream soFar = new ByteArrayOutputStream(256);
  private boolean over;

  private Body(
      ServletInputStream input, int limit, Allowance allowance, Runnable evicted, Taker taker) {
    this.input = input;
    this.limit = limit;
    this.share = allowance.share(evicted);
    this.taker = taker;
  }

  /** Begins to read; who takes longer than the exchange may take is refused. */
  static void read(AsyncContext exchange, int limit, Allowance allowance, Taker taker)
      throws IOException {
    ServletInputStream input = exchange.getRequest().getInputStream();
    Body body = new Body(input, limit, allowance, evicting(exchange), taker);
    exchange.addListener(body);
    input.setReadListener(body);
  }

  /** The request's connection ends, of which all who have to do with it are told. */
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
      } else if (!share.take(length)) {
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
      taker.complete(soFar.toByteArray());
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
    share.end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}

  private void refuse(BadRequest reason) throws IOException {
    if (!over) {
      over = true;
      taker.refuse(reason);
    }
  }

  private void lose() {
    if (!over) {
      over = true;
      taker.lost();
    }
  }
}
