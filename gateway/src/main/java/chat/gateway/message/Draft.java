package chat.gateway.message;

import chat.contract.Author;
import chat.contract.event.RoomEvent;
import chat.contract.log.Identity;
import chat.gateway.log.PartitionLog;
import java.util.concurrent.CompletableFuture;

/** An event of a user before it is appended. */
interface Draft {

  Author sender();

  String room();

  /** Chosen by the sender, or by the gateway. */
  String id();

  /** By which readers drop duplicates. */
  Identity identity();

  /** Whether it may have been sent before. */
  boolean retry();

  /** The event, with its references looked up; fails with a refusal if one is not found. */
  CompletableFuture<RoomEvent> resolve(PartitionLog log, References references, long now);
}
