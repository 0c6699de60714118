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
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Reads a request's body as a whole before a thread is given to it. What has come is copied, so
 * that no buffer of the server's is kept for who sends slowly, and counted over all requests: when
 * that is too much, the body that was begun first is refused.
 */
final class WholeBodies extends Handler.Wrapper {

  private static final String RETRY_SECONDS = "1";

  private final Allowance allowance;
  private final int most;
  private final Predicate<Request> excluded;

  /**
   * A reader of bodies.
   *
   * @param most the longest body, in bytes; of a longer one nothing beyond it is read
   * @param excluded which requests are let through as they are
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

  /** One body that comes. Read by one thread at a time; any other may give its place away. */
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
        take(chunk);
      }
      body = NOTHING;
    }

    private void take(Content.Chunk chunk) {
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

    /** A byte more than may be is enough for who looks at it to know. */
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

    /** A whole body counts until its request is answered, and is not refused any more. */
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
          // The connection is gone, or gives up. Jetty logs no stack trace of this.
          callback.failed(new EofException(reason));
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

  /** A request whose body is there. */
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
