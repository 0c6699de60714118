package chat.gateway.room;

import chat.contract.Condition;
import chat.contract.Identity;
import chat.contract.MemberChange;
import chat.contract.MemberChange.Action;
import chat.contract.RoomChange;
import chat.contract.RoomEvent;
import chat.contract.Visibility;
import chat.gateway.log.Appended;
import chat.gateway.log.RoomLog;
import chat.gateway.problem.Refusal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Changes rooms: decides on the room as it is known here, and appends the event on condition that
 * nothing it rests on changed meanwhile; if something did, decides again. Of two conflicting
 * changes at different gateways one comes first, and the other is decided on its result.
 */
public final class RoomCommands {

  /** An attempt fails only if another change of the same thing succeeded. */
  private static final int TRIES = 16;

  /** A rule that decides a change of a room. */
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

  RoomCommands(Rooms rooms, RoomLog log, RoomQuota quota) {
    this.rooms = rooms;
    this.log = log;
    this.quota = quota;
  }

  /**
   * Makes a change on behalf of the gateway itself.
   *
   * @return the room after the change; fails with a {@link Refusal}
   */
  CompletableFuture<RoomState> change(String room, Decision decision) {
    return change(room, Requester.SYSTEM, decision);
  }

  /** Makes a change in a user's turn. */
  public CompletableFuture<RoomState> change(String room, Requester requester, Decision decision) {
    return rooms.find(room, requester).thenCompose(found -> attempt(room, decision, TRIES, false));
  }

  private CompletableFuture<RoomState> attempt(
      String room, Decision decision, int tries, boolean upToDate) {
    if (tries == 0) {
      return CompletableFuture.failedFuture(RoomLog.unavailable());
    }
    long asOf;
    try {
      asOf = rooms.asOf(room);
    } catch (Refusal refusal) {
      return CompletableFuture.failedFuture(refusal);
    }
    return rooms
        .find(room)
        .thenCompose(
            state -> {
              Optional<RoomEvent> event;
              try {
                event = decision.on(state);
              } catch (Refusal refusal) {
                return upToDate
                    ? CompletableFuture.failedFuture(refusal)
                    : again(room, decision, tries);
              }
              if (event.isEmpty()) {
                return upToDate
                    ? CompletableFuture.completedFuture(state)
                    : again(room, decision, tries);
              }
              return quota
                  .within(event.get(), () -> append(event.get(), asOf, state))
                  .thenCompose(
                      appended ->
                          appended.isVoid()
                              ? attempt(room, decision, tries - 1, false)
                              : after(event.get(), room, decision, tries));
            });
  }

  /**
   * If this was the last of members who left at once at several gateways, decides again, which ends
   * the room.
   */
  private CompletableFuture<RoomState> after(
      RoomEvent event, String room, Decision decision, int tries) {
    boolean left = event instanceof MemberChange change && change.action() == Action.LEFT;
    return rooms
        .find(room)
        .thenCompose(
            state ->
                left && state.isDeserted()
                    ? attempt(room, decision, tries - 1, false)
                    : CompletableFuture.completedFuture(state));
  }

  /** A decision without an event may rest on outdated state, so it is made again on the latest. */
  private CompletableFuture<RoomState> again(String room, Decision decision, int tries) {
    return rooms.upToDate(room).thenCompose(latest -> attempt(room, decision, tries, true));
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
