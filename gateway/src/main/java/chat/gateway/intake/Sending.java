package chat.gateway.intake;

import chat.gateway.problem.Refusal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A message on its way.
 *
 * @param begun done when a message that is sent now comes after this one; never fails
 * @param sent the message in the log
 */
public record Sending(CompletableFuture<Void> begun, CompletionStage<Sent> sent) {

  static Sending refused(Refusal refusal) {
    return begun(CompletableFuture.failedFuture(refusal));
  }

  static Sending begun(CompletionStage<Sent> sent) {
    return new Sending(CompletableFuture.completedFuture(null), sent);
  }

  /** A message that is only sent once something is known. */
  static <T> Sending after(
      CompletableFuture<T> question, Function<T, ? extends CompletionStage<Sent>> send) {
    CompletableFuture<CompletionStage<Sent>> sending = question.thenApply(send);
    return new Sending(
        sending.handle((sent, error) -> null), sending.thenCompose(Function.identity()));
  }
}
