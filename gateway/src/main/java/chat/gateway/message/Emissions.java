package chat.gateway.message;

import chat.contract.Author;
import chat.gateway.limits.Limit;
import chat.gateway.limits.Limits;
import chat.gateway.room.RoomAccess;
import chat.gateway.signals.Signals;
import java.util.concurrent.CompletableFuture;

/** Emits events that are not kept: for those who have joined the room at that time. */
public final class Emissions {

  private final RoomAccess access;
  private final Signals signals;
  private final Limits limits;

  public Emissions(RoomAccess access, Signals signals, Limits limits) {
    this.access = access;
    this.signals = signals;
    this.limits = limits;
  }

  /**
   * Emits an event in a room where the user may write; fails with a refusal.
   *
   * @throws chat.edge.problem.Refusal {@code rate_limited}
   */
  public CompletableFuture<Void> emit(Author user, EmitRequest request) {
    limits.acquire(Limit.EMIT_USER, user.id());
    return access
        .rewrite(request.room(), user.id())
        .thenAccept(permit -> signals.emit(user, request.room(), request.name(), request.data()));
  }
}
