package chat.gateway.security;

import chat.sockets.budget.Allowance;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Reads the whole body of a request before the request gets a thread. Received bytes are copied, so
 * that a slow sender keeps no buffer of the server, and counted over all requests. Beyond the
 * bound, the body that began first is refused.
 */
final class WholeBodies extends Handler.Wrapper {

  private static final String RETRY_SECONDS = "1";

  private final Allowance allowance;
  private final int most;
  private final Predicate<Request> excluded;

  /**
   * Creates a reader.
   *
   * @param most maximum length of a body in bytes; bytes beyond it are not read
   * @param excluded requests that are passed on unread
   */
  WholeBodies(Allowance allowance, int most, Predicate<Request> excluded) {
    this.allowance = allowance;
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
    new Loading(request, response, callback).run();
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

  /** A body being read, by one thread at a time; any other thread may refuse it. */
  private final class Loading implements Runnable {

    private static final int FIRST_BYTES = 256;
    private static final byte[] NOTHING = {};

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Allowance.Share share = allowance.share(this::refuse);
    private final AtomicBoolean over = new AtomicBoolean();
    private byte[] body = NOTHING; // of the thread that reads
    private int length;

    Loading(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    @Override
    public void run() {
      while (!over.get()) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          fail(chunk.getFailure());
          return;
        }
        append(chunk);
      }
      body = NOTHING;
    }

    private void append(Content.Chunk chunk) {
      boolean fits;
      boolean isLast;
      try {
        fits = add(chunk.getByteBuffer());
        isLast = chunk.isLast();
      } finally {
        chunk.release();
      }
      if (!fits) {
        refuse();
      } else if (isLast || length > most) {
        complete();
      }
    }

    /** Keeps one byte more than the maximum, by which later code sees that the body is too long. */
    private boolean add(ByteBuffer bytes) {
      int count = Math.min(bytes.remaining(), most + 1 - length);
      if (length + count > body.length) {
        int larger = Math.min(most + 1, Math.max(FIRST_BYTES, 2 * (length + count)));
        if (!share.take(larger - body.length)) {
          return false;
        }
        body = Arrays.copyOf(body, larger);
      }
      bytes.get(body, length, count);
      length += count;
      return true;
    }

    /** A complete body counts until its request is answered, and is not refused any more. */
    private void complete() {
      if (!share.keep()) {
        refuse();
      } else if (over.compareAndSet(false, true)) {
        Request.addCompletionListener(request, failure -> share.end());
        handleWhole(new Whole(request, ByteBuffer.wrap(body, 0, length)), response, callback);
      }
    }

    private void fail(Throwable reason) {
      share.end();
      if (over.compareAndSet(false, true)) {
        if (reason instanceof HttpException) {
          Response.writeError(request, response, callback, reason);
        } else {
          callback.failed(reason); // The connection is gone, or gives up.
        }
      }
    }

    private void refuse() {
      share.end();
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
