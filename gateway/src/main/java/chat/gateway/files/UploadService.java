package chat.gateway.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.contract.file.FileHeaders;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.tracing.Tracing;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client of the upload service that authenticates as a gateway. Threads may share it. */
final class UploadService {

  private static final Logger LOG = LoggerFactory.getLogger(UploadService.class);
  private static final Duration REMOVAL = Duration.ofSeconds(10);
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** Hop-by-hop headers (RFC 9110, 7.6.1), and headers that are set here. */
  private static final Set<String> NOT_PASSED =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect",
          "host",
          "cookie",
          "date",
          "server");

  private final HttpClient client;
  private final URI url;
  private final Signature signature;
  private final Tracing tracing;

  UploadService(HttpClient client, URI url, Signature signature, Tracing tracing) {
    this.client = client;
    this.url = url;
    this.signature = signature;
    this.tracing = tracing;
  }

  /** The threads that pass on bytes. */
  Executor threads() {
    return client.getExecutor();
  }

  /** Runs a task after a delay. */
  void after(Duration time, Runnable then) {
    var unused = client.getScheduler().schedule(then, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Creates the upstream request for a client's request, without its body.
   *
   * @param readable a room of the file that the client may read; null if none is known
   */
  Request onward(HttpServletRequest asked, @Nullable String readable) {
    Request onward = client.newRequest(target(asked)).method(asked.getMethod());
    onward.headers(headers -> copy(asked, headers));
    sign(onward);
    if (readable != null) {
      onward.headers(headers -> headers.put(FileHeaders.READABLE_ROOM, readable));
    }
    byte[] traceparent = tracing.traceparent();
    if (traceparent != null) {
      String own = new String(traceparent, US_ASCII);
      onward.headers(headers -> headers.put(Tracing.TRACEPARENT, own));
    }
    return onward;
  }

  /**
   * Deletes a file that was uploaded to a room which its owner may not use. If that fails, the file
   * is cleared like any unused one.
   *
   * @param location the file's location, from the upload service
   */
  void remove(HttpServletRequest asked, String location, String room) {
    Request removal = client.newRequest(url.resolve(location)).method(HttpMethod.DELETE);
    sign(removal);
    removal
        .headers(
            headers -> {
              headers.put(FileHeaders.REFUSED_ROOM, room);
              headers.put("Authorization", asked.getHeader("Authorization"));
            })
        .timeout(REMOVAL.toMillis(), TimeUnit.MILLISECONDS)
        .send(result -> LOG.debug("deleted {}: {}", location, result));
  }

  private void sign(Request request) {
    request.headers(headers -> headers.put(FileHeaders.GATEWAY, signature.token()));
  }

  private URI target(HttpServletRequest asked) {
    String query = asked.getQueryString();
    try {
      return url.resolve(asked.getRequestURI() + (query == null ? "" : "?" + query));
    } catch (IllegalArgumentException e) {
      throw Refusal.of(ProblemCode.INVALID_REQUEST, "The address is malformed");
    }
  }

  private static void copy(HttpServletRequest asked, HttpFields.Mutable headers) {
    for (String name : Collections.list(asked.getHeaderNames())) {
      // The body sets the length.
      if (isPassed(name) && !name.equalsIgnoreCase("content-length")) {
        Collections.list(asked.getHeaders(name)).forEach(value -> headers.add(name, value));
      }
    }
    // The address that the client used, as corrected by a trusted proxy; never the client's own
    // headers.
    headers.put("X-Forwarded-Proto", asked.getScheme());
    headers.put("X-Forwarded-Host", authority(asked));
  }

  private static String authority(HttpServletRequest asked) {
    int port = asked.getServerPort();
    boolean usual = port == (asked.isSecure() ? HTTPS : HTTP);
    return usual ? asked.getServerName() : asked.getServerName() + ":" + port;
  }

  /** Whether a header is passed on. */
  static boolean isPassed(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return !NOT_PASSED.contains(name) && !name.startsWith(FileHeaders.PREFIX);
  }
}
