package chat.sockets.engineio;

import chat.sockets.budget.MemoryBudget;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One forwarded request. If it fails, it ends the session at the other gateway, because packets may
 * be lost.
 */
final class ForwardedRequest implements RequestBody.Handler {

  /** Replaces an answer for which there is no memory. */
  private static final byte[] TOO_MUCH = {};

  private final HttpClient client;
  private final HttpRequest there;
  private final AsyncContext exchange;
  private final HttpServletResponse response;
  private final MemoryBudget.Reservation reservation;
  private final long mostWaiting;

  /**
   * Creates a request that has not begun.
   *
   * @param there the same request at the session's gateway, as a poll
   * @param reservation the memory for its answer
   * @param mostWaiting maximum length of an answer
   */
  ForwardedRequest(
      HttpClient client,
      HttpRequest there,
      AsyncContext exchange,
      HttpServletResponse response,
      MemoryBudget.Reservation reservation,
      long mostWaiting) {
    this.client = client;
    this.there = there;
    this.exchange = exchange;
    this.response = response;
    this.reservation = reservation;
    this.mostWaiting = mostWaiting;
  }

  void poll() {
    send(there).whenComplete((answer, error) -> answer(answer));
  }

  @Override
  public void complete(byte[] body) {
    post(BodyPublishers.ofByteArray(body)).whenComplete((answer, error) -> answer(answer));
  }

  @Override
  public void refuse(BadRequest reason) {
    end().whenComplete((ended, error) -> answer(reason));
  }

  @Override
  public void lost() {
    end().whenComplete((ended, error) -> exchange.complete());
  }

  /** Ends the session by an empty body, which is malformed. */
  private CompletionStage<HttpResponse<byte[]>> end() {
    return post(BodyPublishers.noBody());
  }

  private CompletionStage<HttpResponse<byte[]>> post(BodyPublisher body) {
    return send(HttpRequest.newBuilder(there, (name, value) -> true).POST(body).build());
  }

  private CompletionStage<HttpResponse<byte[]>> send(HttpRequest request) {
    return client.sendAsync(request, this::held);
  }

  /** Acquires the memory for an answer before it is read, or drops the answer. */
  private BodySubscriber<byte[]> held(HttpResponse.ResponseInfo head) {
    long length = head.headers().firstValueAsLong("Content-Length").orElse(mostWaiting);
    return reservation.acquire(length)
        ? BodySubscribers.ofByteArray()
        : BodySubscribers.replacing(TOO_MUCH);
  }

  /** A gateway that does not answer has no sessions any more. */
  private void answer(@Nullable HttpResponse<byte[]> came) {
    if (came == null) {
      answer(BadRequest.UNKNOWN_SESSION);
    } else if (came.body() == TOO_MUCH) {
      refuse(BadRequest.UNAVAILABLE);
    } else {
      AsyncResponse.write(
          exchange,
          response,
          () -> {
            response.setStatus(came.statusCode());
            came.headers().firstValue("Content-Type").ifPresent(response::setContentType);
            response.setContentLength(came.body().length);
          },
          came.body(),
          error -> written(error));
    }
  }

  private void written(@Nullable Throwable error) {
    reservation.end();
    if (error != null) {
      var unused = end();
    }
  }

  private void answer(BadRequest reason) {
    AsyncResponse.write(
        exchange,
        response,
        () -> {
          reason.begin(response);
          response.setHeader("Connection", "close"); // the body may not have ended
        },
        reason.body(),
        error -> reservation.end());
  }
}
