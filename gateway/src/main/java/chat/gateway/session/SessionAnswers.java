package chat.gateway.session;

import static chat.edge.problem.ProblemCode.RATE_LIMITED;

import chat.edge.problem.Refusal;
import chat.gateway.account.token.SignedIn;
import chat.gateway.limits.Limit;
import chat.gateway.limits.Limits;
import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends the outcomes of one client's requests. Threads share it. */
final class SessionAnswers {

  private final Connection connection;
  private final Limits limits;
  private final boolean answersAll;
  private volatile @Nullable String user;

  /**
   * Answers on a connection.
   *
   * @param answersAll whether the client also gets answers to requests that /ws leaves unanswered
   */
  SessionAnswers(Connection connection, Limits limits, boolean answersAll) {
    this.connection = connection;
    this.limits = limits;
    this.answersAll = answersAll;
  }

  /** From now on, refusals count for this user. */
  void signedIn(SignedIn signedIn) {
    user = signedIn.user().id();
  }

  /** Refuses a request; closes a client that goes on beyond its limits. */
  void refuse(@Nullable String ref, @Nullable String room, Refusal refusal) {
    connection.send(ServerFrames.error(ref, room, refusal));
    String known = user;
    if (refusal.code() == RATE_LIMITED && known != null) {
      try {
        limits.acquire(Limit.REFUSAL_USER, known);
      } catch (Refusal once) {
        connection.close(CloseReason.FLOODING);
      }
    }
  }

  /** Runs a task and refuses the request if it fails. */
  void orRefuse(@Nullable String ref, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException error) {
      refuse(ref, null, Refusal.from(error));
    }
  }

  /** Answers a request that has no answer of its own. */
  void done(@Nullable String ref) {
    if (answersAll && ref != null) {
      connection.send(ServerFrames.done(ref));
    }
  }

  /** Runs a task and answers with its end. */
  void whenDone(@Nullable String ref, String room, Supplier<CompletableFuture<Void>> task) {
    CompletionStage<Void> outcome =
        CompletableFuture.completedFuture(room).thenCompose(first -> task.get());
    outcome
        .thenRun(() -> done(ref))
        .exceptionally(
            error -> {
              refuse(ref, room, Refusal.from(error));
              return null;
            });
  }
}
