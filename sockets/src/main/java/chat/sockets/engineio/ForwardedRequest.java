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
 * One forwarded request. If a part of it gets lost here, it ends the session at the other gateway,
 * which would miss packets otherwise.
 */
final class ForwardedRequest implements RequestBody.Handler {

  /** Stands for an answer that there is no memory for. */
  private static final byte[] TOO_MUCH = {};

  private final HttpClient client;
  private final HttpRequest there;
  private final AsyncContext exchange;
  private final HttpServletResponse response;
  private final MemoryBudget.Reservation reservation;
  private final long mostWaiting;

  /**
   * One that has not begun.
   *
   * @param there the same request at the session's place, as a poll
   * @param reservation what its answer is held in
   * @param mostWaiting how long an answer can be
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

  /** A body of nothing is no payload, which ends the session. */
  private CompletionStage<HttpResponse<byte[]>> end() {
    return post(BodyPublishers.noBody());
  }

  private CompletionStage<HttpResponse<byte[]>> post(BodyPublisher body) {
    return send(HttpRequest.newBuilder(there, (name, value) -> true).POST(body).build());
  }

  private CompletionStage<HttpResponse<byte[]>> send(HttpRequest request) {
    return client.sendAsync(request, this::held);
  }

  /** Memory for an answer is taken before it is read; without, nothing of it is kept. */
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
          response.setHeader("Connection", "close"); // as there may be more of a body
        },
        reason.body(),
        error -> reservation.end());
  }
}
