package chat.gateway.security;

import chat.sockets.budget.MemoryBudget;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Reads the whole body of a request before a thread handles the request. The bytes are copied, so
 * that a slow client keeps no buffer of the server. All unfinished bodies share a budget; when it
 * is used up, the body that began first is refused. As many threads as there are processors read
 * bodies: with more of them, a flood of bodies would take processor time from live messages.
 */
final class WholeBodies extends Handler.Wrapper {

  /** The request attribute of a body that is longer than the maximum; its rest is not read. */
  static final String TOO_LONG = "chat.body.too-long";

  private static final String RETRY_SECONDS = "1";

  private final MemoryBudget budget;
  private final ConcurrencyLimit readers;
  private final int most;
  private final Predicate<Request> excluded;

  /**
   * Creates a reader.
   *
   * @param most maximum length of a body in bytes; bytes beyond it are not read
   * @param excluded requests that are passed on unread
   */
  WholeBodies(MemoryBudget budget, int most, Predicate<Request> excluded) {
    this.budget = budget;
    this.readers = new ConcurrencyLimit(Math.max(2, Runtime.getRuntime().availableProcessors()));
    this.most = most;
    this.excluded = excluded;
  }

  /** Whether a request has a body. */
  static boolean hasBody(Request request) {
    return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!hasBody(request) || request.getLength() > most || excluded.test(request)) {
      return super.handle(request, response, callback);
    }
    new Loading(request, response, callback).read();
    return true;
  }

  private void handleWhole(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Exception e) {
      Response.writeError(request, response, callback, e);
    }
  }

  private enum Progress {
    INCOMPLETE,
    COMPLETE,
    OVER
  }

  /** One body that arrives. One thread at a time reads it; any other may evict it. */
  private final class Loading {

    private static final int FIRST_BYTES = 256;
    private static final byte[] NOTHING = {};

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final MemoryBudget.Reservation reservation = budget.reserve(this::refuse);
    private final AtomicBoolean over = new AtomicBoolean();
    private byte[] body = NOTHING; // of the thread that reads
    private int length;

    Loading(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    /** Reads the bytes that have arrived; when they are all, handles the request. */
    void read() {
      if (readers.acquire(this::readNow, this::refuse, request.getComponents().getExecutor())) {
        readNow();
      }
    }

    /** What follows may run the request, so it does not keep the permit. */
    private void readNow() {
      Progress progress;
      try {
        progress = readAvailable();
      } finally {
        readers.release();
      }
      switch (progress) {
        case INCOMPLETE -> request.demand(this::read);
        case COMPLETE -> complete();
        case OVER -> body = NOTHING;
      }
    }

    private Progress readAvailable() {
      while (!over.get()) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          return Progress.INCOMPLETE;
        }
        if (Content.Chunk.isFailure(chunk)) {
          fail(chunk.getFailure());
        } else if (append(chunk)) {
          return Progress.COMPLETE;
        }
      }
      return Progress.OVER;
    }

    /** Whether the body is complete. A byte more than the maximum completes it: it is too long. */
    private boolean append(Content.Chunk chunk) {
      try {
        if (!append(chunk.getByteBuffer())) {
          refuse();
          return false;
        }
        return chunk.isLast() || length > most;
      } finally {
        chunk.release();
      }
    }

    private boolean append(ByteBuffer bytes) {
      int count = Math.min(bytes.remaining(), most + 1 - length);
      if (length + count > body.length) {
        int larger = Math.min(maxLength(), Math.max(FIRST_BYTES, 2 * (length + count)));
        if (!reservation.acquire(larger - body.length)) {
          return false;
        }
        body = Arrays.copyOf(body, larger);
      }
      bytes.get(body, length, count);
      length += count;
      return true;
    }

    private int maxLength() {
      long declared = request.getLength();
      return declared > 0 ? Math.toIntExact(declared) : most + 1;
    }

    /** A complete body counts until its request is answered, and is no longer refused. */
    private void complete() {
      if (!reservation.pin()) {
        refuse();
      } else if (over.compareAndSet(false, true)) {
        Request.addCompletionListener(request, failure -> reservation.end());
        if (length > most) {
          request.setAttribute(TOO_LONG, true);
        }
        handleWhole(new Whole(request, ByteBuffer.wrap(body, 0, length)), response, callback);
      }
    }

    private void fail(Throwable reason) {
      reservation.end();
      if (over.compareAndSet(false, true)) {
        if (reason instanceof HttpException) {
          Response.writeError(request, response, callback, reason);
        } else {
          // The connection is gone, or gives up. Jetty logs no stack trace of this.
          callback.failed(new EofException(reason));
        }
      }
    }

    private void refuse() {
      reservation.end();
      if (over.compareAndSet(false, true)) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
      }
    }
  }

  /** A request with a complete body. */
  private static final class Whole extends Request.Wrapper {

    private final ByteBufferContentSource body;

    Whole(Request request, ByteBuffer body) {
      super(request);
      this.body = new ByteBufferContentSource(body);
    }

    @Override
    public Content.Chunk read() {
      return body.read();
    }

    @Override
    public void demand(Runnable demandCallback) {
      body.demand(demandCallback);
    }

    @Override
    public void fail(Throwable failure) {
      body.fail(failure);
      super.fail(failure);
    }
  }
}
