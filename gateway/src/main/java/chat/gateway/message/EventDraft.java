package chat.gateway.message;

import chat.contract.Author;
import chat.contract.event.EmittedEvent;
import chat.contract.event.RoomEvent;
import chat.contract.log.ContentDigest;
import chat.contract.log.Identity;
import chat.gateway.log.EventIds;
import chat.gateway.log.PartitionLog;
import java.util.concurrent.CompletableFuture;

/** An emitted event before it is appended. */
record EventDraft(Author sender, EmitRequest request, String id, Identity identity)
    implements Draft {

  static EventDraft of(Author sender, EmitRequest request, EventIds ids) {
    String chosen = request.id();
    String id = chosen == null ? ids.next() : chosen;
    int digest = ContentDigest.of(request.name(), request.data());
    return new EventDraft(
        sender, request, id, Identity.of(request.room(), sender.id(), id, digest));
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
    return CompletableFuture.completedFuture(
        new EmittedEvent(room(), id, sender, request.name(), request.data(), now));
  }
}
