package chat.upload.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The rest of a request that was refused halfway. Closing the connection on it would reset it, and
 * many clients would never see the answer; so it is read on for a while and thrown away.
 */
final class UnreadBody {

  private static final long MOST = 64L << 20;
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private UnreadBody() {}

  /** Sends the answer, then reads on. */
  static void linger(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean hasBody =
        request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    if (!hasBody) {
      return;
    }
    response.flushBuffer();
    try {
      discard(request.getInputStream());
    } catch (IOException | IllegalStateException e) {
      return; // The client has gone, or the body turned out broken: nobody waits for more.
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
