package chat.gateway.message;

import chat.contract.event.Attachment;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Looks up files to attach to messages. */
public interface Files {

  /**
   * The files that a user may attach.
   *
   * @return in the order of the ids. Fails with {@code not_found} if one is not the sender's own,
   *     not ready, or of another room
   */
  CompletableFuture<List<Attachment>> attachable(List<String> ids, String sender, String room);
}
