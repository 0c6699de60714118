package chat.edge.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Discards the rest of the body of a refused request. Closing the connection before the body is
 * read would reset it, and many clients would never see the answer. Safe for use by several
 * threads.
 */
public final class UnreadBody {

  private static final long MAX_BYTES = 64L << 20;
  private static final Duration MAX_TIME = Duration.ofSeconds(5);

  /** Maximum number at a time. Each takes a thread, and needs no valid token. */
  private static final int CONCURRENCY = 16;

  private final Semaphore permits = new Semaphore(CONCURRENCY);

  /** Sends the answer, then discards the body, unless too many bodies are being discarded. */
  void discard(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean hasBody =
        request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    if (!hasBody || !permits.tryAcquire()) {
      return;
    }
    try {
      response.flushBuffer();
      discard(request.getInputStream());
    } catch (IOException | IllegalStateException e) {
      return; // The client has gone, or the body is malformed.
    } finally {
      permits.release();
    }
  }

  private static void discard(InputStream body) throws IOException {
    long end = System.nanoTime() + MAX_TIME.toNanos();
    byte[] bytes = new byte[16 * 1024];
    long left = MAX_BYTES;
    while (left > 0 && System.nanoTime() < end) {
      int read = body.read(bytes);
      if (read < 0) {
        return;
      }
      left -= read;
    }
  }
}
