package chat.gateway.history.rest;

import static chat.edge.problem.ProblemCode.UNAVAILABLE;

import chat.edge.problem.Problems;
import chat.edge.problem.Refusal;
import chat.gateway.log.Deadlines;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Answers requests with pages as soon as they are read, without blocking a thread. Unlike a future
 * that a controller returns, a page does not pass filters and controllers a second time, which
 * costs as much as the page.
 */
@Component
final class PageAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(PageAnswers.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Problems problems;
  private final Deadlines deadlines;

  PageAnswers(Problems problems, Deadlines deadlines) {
    this.problems = problems;
    this.deadlines = deadlines;
  }

  /** Answers with a page as JSON, or with the problem by which it failed. */
  void answer(
      CompletableFuture<byte[]> page, HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync(request, response);
    async.setTimeout(0); // the deadline below bounds the page, and the server's idle timeout writes
    CompletableFuture<byte[]> bounded = page.copy();
    deadlines.set(bounded, TIMEOUT);
    var unused =
        bounded.whenComplete(
            (json, error) -> {
              try {
                if (error == null) {
                  response.setContentType(MediaType.APPLICATION_JSON_VALUE);
                  response.setContentLength(json.length);
                  response.getOutputStream().setWriteListener(new Body(json, async));
                } else {
                  problems.answer(known(error), request, response);
                  async.complete();
                }
              } catch (IOException | IllegalStateException clientGone) {
                end(async, clientGone);
              }
            });
  }

  private static Throwable known(Throwable error) {
    return error instanceof TimeoutException
        ? Refusal.until(UNAVAILABLE, "The page could not be read in time", RETRY_AFTER)
        : error;
  }

  private static void end(AsyncContext async, Throwable reason) {
    LOG.debug("the client of a page is gone", reason);
    try {
      async.complete();
    } catch (IllegalStateException ended) {
      LOG.debug("the request has ended already", ended);
    }
  }

  /** The body of an answer, written as the client accepts it. */
  private static final class Body implements WriteListener {

    private final AsyncContext async;
    private byte @Nullable [] json;

    Body(byte[] json, AsyncContext async) {
      this.json = json;
      this.async = async;
    }

    @Override
    public void onWritePossible() throws IOException {
      ServletOutputStream out = async.getResponse().getOutputStream();
      while (out.isReady()) {
        if (json == null) {
          async.complete();
          return;
        }
        out.write(json);
        json = null;
      }
    }

    @Override
    public void onError(Throwable failure) {
      end(async, failure);
    }
  }
}
