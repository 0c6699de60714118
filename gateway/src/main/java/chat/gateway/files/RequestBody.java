package chat.gateway.files;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.client.AsyncRequestContent;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of a request, handed on as it comes in: a piece is read when the one before was taken.
 * When nobody wants the rest any more it is read on for a while and thrown away, for closing the
 * connection on it would take the answer from many clients.
 *
 * <p>The server calls {@link #onDataAvailable} and the client {@link Handed}, one after the other:
 * there is one piece at a time.
 */
final class RequestBody extends AsyncRequestContent implements ReadListener {

  private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);
  private static final int PIECE = 32 * 1024;
  private static final long MOST_DISCARDED = 64L << 20;
  private static final Duration LONGEST_DISCARD = Duration.ofSeconds(5);

  private final ServletInputStream input;
  private final Runnable clientGone;
  private final byte[] piece = new byte[PIECE];
  private final long length;
  private final AtomicReference<@Nullable Runnable> afterDiscard = new AtomicReference<>();
  private volatile boolean unwanted;
  private volatile boolean complete;
  private volatile long discardUntil;
  private long discarded;

  /**
   * The body of a request.
   *
   * @param length as the request says; -1 if it does not
   * @param clientGone called when the rest will not come
   */
  RequestBody(ServletInputStream input, long length, Runnable clientGone) {
    this.input = input;
    this.length = length;
    this.clientGone = clientGone;
  }

  void begin() {
    input.setReadListener(this);
  }

  @Override
  public long getLength() {
    return length;
  }

  /** Throws the rest away, as much as is reasonable, and then does something. */
  void discard(Runnable then) {
    afterDiscard.set(then);
    discardUntil = System.nanoTime() + LONGEST_DISCARD.toNanos();
    unwanted = true;
    if (complete) {
      endDiscard();
    } else {
      fail(new EOFException("answered before its end")); // what was handed on comes back
    }
  }

  /** Whether all of it was read. */
  boolean isComplete() {
    return complete;
  }

  @Override
  public void onDataAvailable() throws IOException {
    while (input.isReady() && !input.isFinished()) {
      int read = input.read(piece);
      if (read < 0) {
        return;
      }
      if (!unwanted) {
        write(ByteBuffer.wrap(piece, 0, read), new Handed());
        return; // until it was taken
      }
      discarded += read;
      if (discarded > MOST_DISCARDED || System.nanoTime() > discardUntil) {
        endDiscard();
        return;
      }
    }
  }

  @Override
  public void onAllDataRead() {
    complete = true;
    close();
    endDiscard();
  }

  @Override
  public void onError(Throwable failure) {
    LOG.debug("a request broke off", failure);
    fail(failure);
    clientGone.run();
    endDiscard();
  }

  private void endDiscard() {
    Runnable then = afterDiscard.getAndSet(null);
    if (then != null) {
      complete = true;
      then.run();
    }
  }

  /** A piece was taken, or nobody wants it. */
  private final class Handed implements Callback {
    @Override
    public void succeeded() {
      goOn();
    }

    @Override
    public void failed(Throwable failure) {
      unwanted = true;
      discardUntil = System.nanoTime() + LONGEST_DISCARD.toNanos();
      goOn();
    }

    private void goOn() {
      try {
        onDataAvailable();
      } catch (IOException e) {
        onError(e);
      }
    }
  }
}
