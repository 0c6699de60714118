package chat.gateway.engineio;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads a request's body as it comes, by no waiting thread, and only up to a bound. */
final class Body implements ReadListener {

  /** What becomes of it; one of them, once. */
  interface Taker {

    void complete(byte[] body) throws IOException;

    void tooLarge() throws IOException;

    void lost();
  }

  private final ServletInputStream input;
  private final int limit;
  private final Taker taker;
  private final ByteArrayOutputStream soFar = new ByteArrayOutputStream(256);
  private final byte[] buffer = new byte[4096];
  private boolean over;

  private Body(ServletInputStream input, int limit, Taker taker) {
    this.input = input;
    this.limit = limit;
    this.taker = taker;
  }

  /** Begins to read the body of a request that is asynchronous. */
  static void read(ServletInputStream input, int limit, Taker taker) {
    input.setReadListener(new Body(input, limit, taker));
  }

  @Override
  public void onDataAvailable() throws IOException {
    while (!over && input.isReady()) {
      int length = input.read(buffer);
      if (length < 0) {
        return;
      }
      if (soFar.size() + length > limit) {
        over = true;
        taker.tooLarge();
        return;
      }
      soFar.write(buffer, 0, length);
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
  public void onError(Throwable error) {
    if (!over) {
      over = true;
      taker.lost();
    }
  }
}
