package chat.gateway.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import chat.gateway.problem.ProblemCode;
import chat.gateway.problem.Problems;
import chat.gateway.problem.Refusal;
import chat.tracing.Tracing;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way to the upload service and the answer on its way back. Each side is read
 * only as fast as the other takes it; what is under way is one buffer. An answer that comes before
 * the request's end goes to the client at once, and the rest of the request is thrown away.
 */
final class Passage implements Response.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** A client that reads as fast as it can must not keep one of few threads for all of a file. */
  private static final int PIECES_A_TURN = 32;

  /** What is between two neighbours and no further's (RFC 9110, 7.6.1), or set here anew. */
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

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final Problems problems;
  private final Executor threads;
  private final Runnable atEnd;
  private final AtomicBoolean answered = new AtomicBoolean();
  private int pieces; // there is one at a time
  private @Nullable RequestBody body;
  private @Nullable ResponseBody answerBody;
  private @Nullable AsyncContext async;

  Passage(
      HttpServletRequest request,
      HttpServletResponse response,
      Problems problems,
      Executor threads,
      Runnable atEnd) {
    this.request = request;
    this.response = response;
    this.problems = problems;
    this.threads = threads;
    this.atEnd = atEnd;
  }

  /**
   * Begins; nothing of the request is read yet when this fails.
   *
   * @param traceparent what the request onward is part of; null if it is not traced here
   */
  void begin(HttpClient client, URI uploadService, byte @Nullable [] traceparent)
      throws IOException {
    Request onward = client.newRequest(target(uploadService)).method(request.getMethod());
    onward.headers(this::copyRequestHeaders);
    if (traceparent != null) {
      String own = new String(traceparent, US_ASCII);
      onward.headers(headers -> headers.put(Tracing.TRACEPARENT, own));
    }
    AsyncContext context = request.startAsync();
    context.setTimeout(0); // both connections have idle time-outs of their own
    async = context;
    if (hasBody()) {
      RequestBody content =
          new RequestBody(
              request.getInputStream(), request.getContentLengthLong(), this::clientGone);
      body = content;
      onward.body(content);
      content.begin();
    }
    onward.onResponseListener(this).send(this::ended);
  }

  private URI target(URI uploadService) {
    String query = request.getQueryString();
    try {
      return uploadService.resolve(request.getRequestURI() + (query == null ? "" : "?" + query));
    } catch (IllegalArgumentException e) {
      throw Refusal.of(ProblemCode.INVALID_REQUEST, "The address is malformed");
    }
  }

  private boolean hasBody() {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  private void copyRequestHeaders(HttpFields.Mutable headers) {
    for (String name : Collections.list(request.getHeaderNames())) {
      // The length is the body's to say.
      if (isPassed(name) && !name.equalsIgnoreCase("content-length")) {
        Collections.list(request.getHeaders(name)).forEach(value -> headers.add(name, value));
      }
    }
    // Where the client asked, whatever else says so; a proxy of ours in front is heeded in these.
    headers.put("X-Forwarded-Proto", request.getScheme());
    headers.put("X-Forwarded-Host", authority());
  }

  private String authority() {
    int port = request.getServerPort();
    boolean usual = port == (request.isSecure() ? HTTPS : HTTP);
    return usual ? request.getServerName() : request.getServerName() + ":" + port;
  }

  private static boolean isPassed(String header) {
    return !NOT_PASSED.contains(header.toLowerCase(Locale.ROOT));
  }

  /** What the upload service says wins over what filters here set before it was asked. */
  @Override
  public void onHeaders(Response answer) {
    response.setStatus(answer.getStatus());
    for (HttpField header : answer.getHeaders()) {
      if (isPassed(header.getName())) {
        response.setHeader(header.getName(), header.getValue());
      }
    }
    if (body != null && !body.isComplete()) {
      response.setHeader("Connection", "close"); // as not all of the request may get read
    }
  }

  /** The next piece comes when the client has taken this one, and now and then others go first. */
  @Override
  public void onContent(Response answer, Content.Chunk content, Runnable next) {
    byte[] bytes = new byte[content.remaining()];
    content.getByteBuffer().get(bytes);
    pieces++;
    boolean others = pieces % PIECES_A_TURN == 0;
    onward(answer.getRequest()).write(bytes, others ? () -> threads.execute(next) : next);
  }

  @Override
  public void onSuccess(Response answer) {
    if (answered.compareAndSet(false, true)) {
      onward(answer.getRequest()).end(this::finish);
    }
  }

  private ResponseBody onward(Request asked) {
    ResponseBody known = answerBody;
    if (known == null) {
      known = new ResponseBody(response, failure -> abort(asked, failure));
      answerBody = known;
    }
    return known;
  }

  private static void abort(Request asked, Throwable failure) {
    var unused = asked.abort(failure); // ended() hears of it
  }

  private void ended(Result result) {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    if (response.isCommitted()) {
      LOG.debug("an answer broke off", result.getFailure());
      finish();
      return;
    }
    LOG.debug("the upload service did not answer", result.getFailure());
    refuse();
  }

  private void refuse() {
    try {
      problems.answer(
          Refusal.until(ProblemCode.UNAVAILABLE, "Files are not available at present", RETRY),
          response);
      response.flushBuffer();
    } catch (IOException | IllegalStateException e) {
      LOG.debug("the client has gone before the answer", e);
    }
    finish();
  }

  private void finish() {
    RequestBody content = body;
    if (content == null) {
      close();
    } else {
      content.discard(this::close);
    }
  }

  private void close() {
    atEnd.run();
    AsyncContext context = async;
    if (context != null) {
      context.complete();
    }
  }

  private void clientGone() {
    if (answered.compareAndSet(false, true)) {
      close();
    }
  }
}
