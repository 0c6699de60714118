package chat.gateway.files;

import chat.edge.guard.SlowReaders;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Problems;
import chat.edge.problem.Refusal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * Proxies one request to the upload service and the response back. Each side is read only as fast
 * as the other accepts bytes; at most one buffer is in flight. A response that comes before the
 * request's end goes to the client at once, and the rest of the request is discarded. A response
 * that depends on who may read a room is held back until that is known.
 */
final class ProxiedRequest implements Response.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(ProxiedRequest.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** Chunks per turn: a fast client must not occupy one of few threads for a whole file. */
  private static final int PIECES_A_TURN = 32;

  /**
   * Maximum number of attempts: a file may be requested before the upload service has the record of
   * its message.
   */
  private static final int MAX_LOOKS = 4;

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final String user;
  private final Means means;
  private final Runnable atEnd;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicBoolean finished = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private int pieces; // one thread at a time
  private int looks;
  private @Nullable HeldResponse held;
  private @Nullable RequestBody body;
  private @Nullable ResponseBody answerBody;
  private SlowReaders.@Nullable Reader reader;
  private @Nullable AsyncContext async;

  /** The collaborators of all passages. */
  record Means(UploadService service, FileReaders readers, SlowReaders slow, Problems problems) {}

  /**
   * Creates a passage that has not begun.
   *
   * @param user the id of the sender; empty if not known, as for a link
   * @param atEnd called once at the end
   */
  ProxiedRequest(
      HttpServletRequest request,
      HttpServletResponse response,
      String user,
      Means means,
      Runnable atEnd) {
    this.request = request;
    this.response = response;
    this.user = user;
    this.means = means;
    this.atEnd = atEnd;
  }

  /** Begins; if this fails, nothing of the request was read. */
  void begin() throws IOException {
    Request onward = means.service().onward(request, null);
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
    send(onward);
  }

  private void send(Request onward) {
    onward.onResponseListener(this).send(this::ended);
  }

  private boolean hasBody() {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  @Override
  public void onHeaders(Response answer) {
    held = HeldResponse.of(answer).orElse(null);
    if (held == null) {
      pass(answer.getStatus(), answer.getHeaders());
    }
  }

  /** The upload service's headers replace those that filters set here before. */
  private void pass(int status, HttpFields headers) {
    response.setStatus(status);
    for (HttpField header : headers) {
      if (UploadService.isPassed(header.getName())) {
        response.setHeader(header.getName(), header.getValue());
      }
    }
    if (body != null && !body.isComplete()) {
      response.setHeader("Connection", "close"); // the request may not be read to its end
    }
  }

  /**
   * Demands the next chunk once the client has accepted this one, and yields to others now and
   * then.
   */
  @Override
  public void onContent(Response answer, Content.Chunk content, Runnable next) {
    byte[] bytes = new byte[content.remaining()];
    content.getByteBuffer().get(bytes);
    HeldResponse kept = held;
    if (kept != null) {
      kept.add(bytes);
      next.run();
      return;
    }
    pieces++;
    boolean others = pieces % PIECES_A_TURN == 0;
    onward(answer.getRequest())
        .write(bytes, others ? () -> means.service().threads().execute(next) : next);
  }

  @Override
  public void onSuccess(Response answer) {
    if (held == null && answered.compareAndSet(false, true)) {
      onward(answer.getRequest()).end(this::finish);
    }
  }

  private ResponseBody onward(Request asked) {
    ResponseBody known = answerBody;
    if (known == null) {
      SlowReaders.Reader watched =
          means
              .slow()
              .watch(() -> clientLost(asked, new IOException("the client reads too slowly")));
      reader = watched;
      known = new ResponseBody(response, watched, failure -> clientLost(asked, failure));
      answerBody = known;
    }
    return known;
  }

  /** The client is gone: cancels the upstream request, or ends here if there is none. */
  private void clientLost(Request asked, Throwable failure) {
    LOG.debug("the client has gone before the end", failure);
    var unused = asked.abort(failure); // calls ended()
    if (answered.get()) {
      finish();
    }
  }

  private void ended(Result result) {
    HeldResponse kept = held;
    if (kept != null && result.isSucceeded()) {
      settle(kept, result.getRequest());
    } else if (answered.compareAndSet(false, true)) {
      breakOff(result.getFailure());
    }
  }

  private void breakOff(@Nullable Throwable failure) {
    if (response.isCommitted()) {
      LOG.debug("an answer broke off", failure);
      finish();
      return;
    }
    LOG.debug("the upload service did not answer", failure);
    answer(Refusal.until(ProblemCode.UNAVAILABLE, "Files are not available at present", RETRY));
  }

  private void settle(HeldResponse kept, Request asked) {
    if (kept.isOfUpload()) {
      settleUpload(kept, asked);
      return;
    }
    var unused =
        means
            .readers()
            .readable(kept.question().rooms(), user)
            .whenComplete(
                (room, error) -> {
                  if (error != null) {
                    refuse(Refusal.from(error));
                  } else {
                    goOn(kept.question(), room);
                  }
                });
  }

  private void settleUpload(HeldResponse kept, Request asked) {
    var unused =
        means
            .readers()
            .checkUpload(kept.room(), user)
            .whenComplete(
                (may, error) -> {
                  if (error == null) {
                    handOver(kept, asked);
                  } else {
                    means.service().remove(request, kept.location(), kept.room());
                    refuse(Refusal.from(error));
                  }
                });
  }

  /**
   * Sends the request again: with a room that the user may read, or when there may be one by then.
   */
  private void goOn(AccessCheck question, @Nullable String readable) {
    Duration again = question.again();
    looks++;
    if (readable != null) {
      ask(readable);
    } else if (again != null && looks < MAX_LOOKS) {
      means.service().after(again, () -> ask(null));
    } else {
      refuse(Refusal.of(ProblemCode.NOT_FOUND, "There is nothing here"));
    }
  }

  private void ask(@Nullable String readable) {
    held = null;
    try {
      send(means.service().onward(request, readable));
    } catch (RuntimeException e) {
      refuse(Refusal.from(e));
    }
  }

  private void handOver(HeldResponse kept, Request asked) {
    if (answered.compareAndSet(false, true)) {
      pass(kept.status(), kept.headers());
      ResponseBody client = onward(asked);
      client.write(kept.body(), () -> {});
      client.end(this::finish);
    }
  }

  private void refuse(Refusal refusal) {
    if (answered.compareAndSet(false, true)) {
      answer(refusal);
    }
  }

  private void answer(Refusal refusal) {
    try {
      means.problems().answer(refusal, response);
      response.flushBuffer();
    } catch (IOException | IllegalStateException e) {
      LOG.debug("the client has gone before the answer", e);
    }
    finish();
  }

  private void finish() {
    if (!finished.compareAndSet(false, true)) {
      return;
    }
    RequestBody content = body;
    if (content == null) {
      close();
    } else {
      content.discard(this::close);
    }
  }

  private void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    atEnd.run();
    SlowReaders.Reader watched = reader;
    if (watched != null) {
      watched.done();
    }
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
