package chat.upload.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * The rest of a request that was refused halfway. Closing the connection on it would reset it, and
 * many clients would never see the answer; so it is read on for a while and thrown away, of a few
 * clients at once. Threads share it.
 */
final class UnreadBody {

  private static final long MOST = 64L << 20;
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** Each occupies a thread, and may be refused for having no good token: few of them all. */
  private static final int AT_ONCE = 16;

  private final Semaphore free = new Semaphore(AT_ONCE);

  /** Sends the answer, then reads on, if not too many do. */
  void linger(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean hasBody =
        request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    if (!hasBody || !free.tryAcquire()) {
      return;
    }
    try {
      response.flushBuffer();
      discard(request.getInputStream());
    } catch (IOException | IllegalStateException e) {
      return; // The client has gone, or the body turned out broken: nobody waits for more.
    } finally {
      free.release();
    }
  }

  private static void discard(InputStream body) throws IOException {
    long end = System.nanoTime() + LONGEST.toNanos();
    byte[] bytes = new byte[16 * 1024];
    long left = MOST;
    while (left > 0 && System.nanoTime() < end) {
      int read = body.read(bytes);
      if (read < 0) {
        return;
      }
      left -= read;
    }
  }
}
