package chat.gateway.intake;

import chat.contract.Attachment;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The files that messages may carry. */
interface Files {

  /**
   * The files that somebody wants to send.
   *
   * @return in the order of the ids. Fails with {@code not_found} if one is not the sender's own,
   *     not ready, or of another room
   */
  CompletableFuture<List<Attachment>> attachable(List<String> ids, String sender, String room);
}
