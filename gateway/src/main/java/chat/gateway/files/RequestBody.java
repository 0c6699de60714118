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
 * The body of a request, passed on as it arrives: the next chunk is read once the last one was
 * accepted. If the rest is not wanted any more, it is read for a while and discarded, as closing
 * the connection would lose the response for many clients.
 *
 * <p>The server calls {@link #onDataAvailable} and the client {@link Handed}, one after the other:
 * there is one chunk at a time.
 */
final class RequestBody extends AsyncRequestContent implements ReadListener {

  private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);
  private static final int PIECE = 32 * 1024;
  private static final long MAX_DISCARDED = 64L << 20;
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
   * Creates the body of a request.
   *
   * @param length the content length; -1 if unknown
   * @param clientGone called if the rest will not arrive
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

  /** Discards the rest, up to a limit, then runs a task. */
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

  /** Whether it was read to its end. */
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
      if (discarded > MAX_DISCARDED || System.nanoTime() > discardUntil) {
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

  /** Called when a chunk was accepted or dropped. */
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
