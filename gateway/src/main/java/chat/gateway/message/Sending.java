package chat.gateway.message;

import chat.edge.problem.Refusal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A send under way.
 *
 * @param begun done when a message that is sent now comes after this one; never fails
 * @param sent the message in the log
 */
public record Sending(CompletableFuture<Void> begun, CompletionStage<Sent> sent) {

  static Sending refused(Refusal refusal) {
    return new Sending(
        CompletableFuture.completedFuture(null), CompletableFuture.failedFuture(refusal));
  }
}
