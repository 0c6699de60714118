package chat.gateway.room;

import chat.contract.event.MemberChange;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
import chat.contract.log.Condition;
import chat.contract.log.Identity;
import chat.edge.problem.Refusal;
import chat.gateway.log.Appended;
import chat.gateway.log.Decisions;
import chat.gateway.log.RoomLog;
import chat.gateway.queue.Requester;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Changes rooms: decides on the room as this gateway knows it and appends the event. A refusal, or
 * a decision that nothing has to change, counts only if the room is known up to date.
 */
public final class RoomCommands {

  /** A change of a room. */
  @FunctionalInterface
  public interface Decision {

    /**
     * Decides.
     *
     * @return the event that makes the change; empty if nothing has to change
     * @throws Refusal if the change is not allowed
     */
    Optional<RoomEvent> on(RoomState room);
  }

  private final Rooms rooms;
  private final RoomLog log;
  private final RoomQuota quota;

  public RoomCommands(Rooms rooms, RoomLog log, RoomQuota quota) {
    this.rooms = rooms;
    this.log = log;
    this.quota = quota;
  }

  /**
   * Makes a change on behalf of the gateway itself.
   *
   * @return the room after the change; fails with a {@link Refusal}
   */
  public CompletableFuture<RoomState> change(String room, Decision decision) {
    return change(room, Requester.SYSTEM, decision);
  }

  /** Makes a change in a user's turn. */
  public CompletableFuture<RoomState> change(String room, Requester requester, Decision decision) {
    return rooms
        .find(room, requester)
        .thenCompose(
            found ->
                Decisions.decide(Decisions.CHANGE_TRIES, () -> attempt(room, decision, false)));
  }

  private CompletableFuture<Optional<RoomState>> attempt(
      String room, Decision decision, boolean upToDate) {
    long asOf = rooms.asOf(room);
    return rooms
        .find(room)
        .thenCompose(
            state -> {
              RoomEvent event = event(state, decision, upToDate);
              if (event != null) {
                return quota
                    .within(event, () -> append(event, asOf, state))
                    .thenCompose(appended -> after(event, appended));
              }
              return upToDate
                  ? CompletableFuture.completedFuture(Optional.of(state))
                  : rooms.upToDate(room).thenCompose(latest -> attempt(room, decision, true));
            });
  }

  /** The event to append; null if there is none. A refusal on a state that may be old is none. */
  private static @Nullable RoomEvent event(RoomState state, Decision decision, boolean upToDate) {
    try {
      return decision.on(state).orElse(null);
    } catch (Refusal refusal) {
      if (upToDate) {
        throw refusal;
      }
      return null;
    }
  }

  /**
   * The room after the event. If the last member left, at this gateway or at once at others, the
   * change is decided once more: the room has to end.
   */
  private CompletableFuture<Optional<RoomState>> after(RoomEvent event, Appended appended) {
    if (appended.isVoid()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    boolean left = event instanceof MemberChange change && change.action() == Action.LEFT;
    return rooms
        .find(event.room())
        .thenApply(state -> Optional.of(state).filter(found -> !left || !found.isDeserted()));
  }

  private CompletableFuture<Appended> append(RoomEvent event, long asOf, RoomState state) {
    Condition condition = Condition.of(asOf, event);
    boolean closes =
        event instanceof RoomChange change
            && change.visibility() == Visibility.PRIVATE
            && state.exists()
            && state.isPublic();
    return log.append(
        event, Identity.of(event, 0), closes ? condition.closing(event.room()) : condition);
  }
}
