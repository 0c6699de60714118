package chat.upload.download;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.upload.storage.FileBucket;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One object in S3, or a part of it, read block by block. S3 verifies the link at the first block.
 * Between two blocks no resource of S3 is held, however slow the client is. Single-threaded; each
 * call waits for S3.
 */
final class Source {

  private static final Logger LOG = LoggerFactory.getLogger(Source.class);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Pattern PART = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/.*");

  /** The request headers that clients may send and S3 understands. */
  private static final List<String> ASKED =
      List.of("Range", "If-Range", "If-None-Match", "If-Modified-Since");

  private final FileBucket bucket;
  private final String key;
  private final HttpURLConnection first;
  private final int status;
  private boolean isFirst = true;
  private long from;
  private long left;

  private Source(FileBucket bucket, String key, HttpURLConnection first, int status) {
    this.bucket = bucket;
    this.key = key;
    this.first = first;
    this.status = status;
    if (status == HttpURLConnection.HTTP_PARTIAL) {
      Matcher part = PART.matcher(Objects.requireNonNullElse(header("Content-Range"), ""));
      if (!part.matches()) {
        throw unavailable(new IOException("S3 does not say which part it sends"));
      }
      this.from = Long.parseLong(part.group(1));
      this.left = Long.parseLong(part.group(2)) - from + 1;
    } else if (status == HttpURLConnection.HTTP_OK) {
      this.left = first.getContentLengthLong();
    }
  }

  /**
   * Opens an object.
   *
   * @param link S3's address for the object
   * @param key the object's name, for what follows
   * @param request the client's request, whose conditions are passed on
   * @throws Refusal if there is no such object, or the link is invalid
   */
  static Source ask(
      URI link, String key, HttpServletRequest request, FileBucket bucket, Duration timeout)
      throws IOException {
    HttpURLConnection asked = (HttpURLConnection) link.toURL().openConnection();
    int millis = Math.toIntExact(timeout.toMillis());
    asked.setConnectTimeout(millis);
    asked.setReadTimeout(millis);
    asked.setInstanceFollowRedirects(false);
    for (String name : ASKED) {
      String value = request.getHeader(name);
      if (value != null) {
        asked.setRequestProperty(name, value);
      }
    }
    return new Source(bucket, key, asked, status(asked));
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
          throw Refusal.of(ProblemCode.FORBIDDEN, "The link is invalid or has expired");
      case 404 -> throw Refusal.notFound();
      default -> throw unavailable(new IOException("S3 says " + status));
    };
  }

  private static Refusal unavailable(IOException cause) {
    LOG.debug("a file can't be fetched", cause);
    return Refusal.until(ProblemCode.UNAVAILABLE, "The storage can't be reached at present", RETRY);
  }

  /** 200, 206, 304 or 416. */
  int status() {
    return status;
  }

  @Nullable String header(String name) {
    return first.getHeaderField(name);
  }

  /** The number of bytes left to read. */
  long left() {
    return left;
  }

  /**
   * Reads the next bytes.
   *
   * @return the number of bytes: the block's length, or all that are left
   * @throws IOException if S3 breaks off, or has another object by now
   */
  int read(byte[] block) throws IOException {
    int wanted = (int) Math.min(block.length, left);
    int read = isFirst ? readFirst(block, wanted) : readMore(block, wanted);
    if (read < wanted) {
      throw new EOFException("S3 broke off");
    }
    from += read;
    left -= read;
    return read;
  }

  /** Drops the rest of the answer; later blocks are requested by range. */
  private int readFirst(byte[] block, int wanted) throws IOException {
    isFirst = false;
    try (InputStream content = first.getInputStream()) {
      int read = content.readNBytes(block, 0, wanted);
      if (read < left) {
        first.disconnect();
      }
      return read;
    }
  }

  private int readMore(byte[] block, int wanted) throws IOException {
    return bucket.read(key, Objects.requireNonNull(header("ETag")), from, block, wanted);
  }

  /** Ends the transfer early. */
  void close() {
    if (isFirst) {
      first.disconnect();
    }
  }
}
