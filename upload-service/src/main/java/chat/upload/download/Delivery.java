package chat.upload.download;

import chat.upload.problem.ProblemCode;
import chat.upload.problem.Refusal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One object on its way from S3 to a client. A thread is taken only while bytes move: S3 is read
 * when the client has taken what was read before. What breaks off ends short of its length, so the
 * client knows.
 */
final class Delivery implements WriteListener, AsyncListener {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final int PIECE = 32 * 1024;

  /** A client that reads as fast as it can must not keep a thread for all of a file. */
  private static final int PIECES_A_TURN = 32;

  private static final Duration RETRY = Duration.ofSeconds(2);

  /** What clients may say, and S3 understands. */
  private static final List<String> ASKED =
      List.of("Range", "If-Range", "If-None-Match", "If-Modified-Since");

  /** What S3 says of a file that is of use to clients. */
  private static final List<String> OF_FILE =
      List.of(
          "Content-Type",
          "Content-Length",
          "Content-Range",
          "Content-Disposition",
          "Cache-Control",
          "Accept-Ranges",
          "ETag",
          "Last-Modified");

  /** And where it sends none, as the client has it or asked for what is beyond its end. */
  private static final List<String> OF_NONE = List.of("Content-Range", "Cache-Control", "ETag");

  /** Enough for a browser to show a picture or play a film by itself, and for nothing else. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline';"
          + " frame-ancestors 'none'; sandbox";

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final DownloadSettings settings;
  private final Runnable atEnd;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final byte[] piece = new byte[PIECE];
  private @Nullable HttpURLConnection storage;
  private @Nullable AsyncContext async;

  Delivery(
      HttpServletRequest request,
      HttpServletResponse response,
      DownloadSettings settings,
      Runnable atEnd) {
    this.request = request;
    this.response = response;
    this.settings = settings;
    this.atEnd = atEnd;
  }

  /** Asks S3 and passes on what it says; refuses where that is no file. */
  void begin(URI target) throws IOException {
    try {
      HttpURLConnection asked = ask(target);
      storage = asked;
      answer(asked);
    } catch (IOException | RuntimeException e) {
      end();
      throw e;
    }
  }

  private HttpURLConnection ask(URI target) throws IOException {
    HttpURLConnection asked = (HttpURLConnection) target.toURL().openConnection();
    int timeout = Math.toIntExact(settings.storageTimeout().toMillis());
    asked.setConnectTimeout(timeout);
    asked.setReadTimeout(timeout);
    asked.setInstanceFollowRedirects(false);
    for (String name : ASKED) {
      String value = request.getHeader(name);
      if (value != null) {
        asked.setRequestProperty(name, value);
      }
    }
    return asked;
  }

  private void answer(HttpURLConnection asked) throws IOException {
    int status = status(asked);
    response.setStatus(status);
    for (String name : status < 300 ? OF_FILE : OF_NONE) {
      String value = asked.getHeaderField(name);
      if (value != null) {
        response.setHeader(name, value);
      }
    }
    response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    if (status >= 300 || request.getMethod().equals("HEAD")) {
      end();
      return;
    }
    AsyncContext context = request.startAsync();
    context.setTimeout(settings.within().toMillis());
    context.addListener(this);
    async = context;
    response.getOutputStream().setWriteListener(this);
  }

  private static int status(HttpURLConnection asked) {
    int status;
    try {
      status = asked.getResponseCode();
    } catch (IOException e) {
      throw unavailable(e);
    }
    return switch (status) {
      case 200, 206, 304, 416 -> status;
      case 400, 401, 403 ->
          throw Refusal.of(ProblemCode.FORBIDDEN, "The link is not, or no longer, good");
      case 404 -> throw Refusal.notFound();
      default -> throw unavailable(new IOException("S3 says " + status));
    };
  }

  private static Refusal unavailable(IOException cause) {
    LOG.debug("a file can't be fetched", cause);
    return Refusal.until(ProblemCode.UNAVAILABLE, "The storage can't be reached at present", RETRY);
  }

  @Override
  public void onWritePossible() {
    HttpURLConnection source = storage;
    AsyncContext context = async;
    if (source == null || context == null || ended.get()) {
      return;
    }
    try {
      if (send(source.getInputStream(), response.getOutputStream())) {
        context.start(this::onWritePossible); // after others who wait for a thread
      }
    } catch (IOException | IllegalStateException e) {
      onError(e);
    }
  }

  /** Sends while the client takes it, for one turn; says whether another is due. */
  private boolean send(InputStream in, ServletOutputStream out) throws IOException {
    for (int pieces = 0; pieces < PIECES_A_TURN; pieces++) {
      if (!out.isReady()) {
        return false; // then it calls back
      }
      int read = in.read(piece);
      if (read < 0) {
        end();
        return false;
      }
      out.write(piece, 0, read);
    }
    return true;
  }

  /** The client has gone, or S3 broke off. */
  @Override
  public void onError(Throwable failure) {
    LOG.debug("a file broke off", failure);
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    LOG.debug("a client reads too slowly");
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    end();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    end();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}

  private void end() {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    HttpURLConnection source = storage;
    if (source != null) {
      source.disconnect();
    }
    atEnd.run();
    AsyncContext context = async;
    if (context != null) {
      context.complete();
    }
  }
}
