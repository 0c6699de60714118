package chat.gateway.message;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;
import static chat.edge.problem.ProblemCode.NOT_FOUND;

import chat.contract.Author;
import chat.contract.event.Attachment;
import chat.contract.event.Message;
import chat.contract.event.RoomEvent;
import chat.contract.log.ContentDigest;
import chat.contract.log.Identity;
import chat.edge.problem.Refusal;
import chat.gateway.log.EventIds;
import chat.gateway.log.PartitionLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A message before it is appended.
 *
 * @param id chosen by the sender, or by the gateway
 * @param identity by which readers drop doubles
 */
record MessageDraft(Author sender, SendRequest request, String id, Identity identity)
    implements Draft {

  static MessageDraft of(Author sender, SendRequest request, EventIds ids) {
    String id = request.id();
    String named = id == null ? ids.next() : id;
    int digest =
        ContentDigest.of(
            request.content(), request.replyTo(), request.attachments(), request.data());
    return new MessageDraft(
        sender, request, named, Identity.of(request.room(), sender.id(), named, digest));
  }

  @Override
  public String room() {
    return request.room();
  }

  @Override
  public boolean retry() {
    return request.retry();
  }

  @Override
  public CompletableFuture<RoomEvent> resolve(PartitionLog log, References references, long now) {
    CompletableFuture<List<String>> mentioned = references.mentions().in(request.content());
    CompletableFuture<List<Attachment>> attached =
        request.attachments().isEmpty()
            ? CompletableFuture.completedFuture(List.of())
            : references.files().attachable(request.attachments(), sender.id(), room());
    return answered(log, references.targets())
        .thenCompose(found -> attached.thenCombine(mentioned, (a, m) -> message(a, m, now)));
  }

  private CompletableFuture<Void> answered(PartitionLog log, Targets targets) {
    Long replyTo = request.replyTo();
    if (replyTo == null) {
      return CompletableFuture.completedFuture(null);
    }
    return targets
        .message(log, room(), replyTo)
        .handle(
            (message, error) -> {
              Refusal refusal = error == null ? null : Refusal.from(error);
              if (refusal != null && refusal.code() == NOT_FOUND) {
                throw Refusal.ofField(INVALID_REQUEST, "replyTo", "no such message in this room");
              } else if (refusal != null) {
                throw refusal;
              }
              return null;
            });
  }

  private Message message(List<Attachment> attached, List<String> mentioned, long now) {
    return new Message(
        room(),
        id,
        sender,
        request.content(),
        now,
        request.replyTo(),
        attached,
        mentioned,
        request.data());
  }
}
