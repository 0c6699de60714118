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
 * Carries out what somebody wants to change in a room: decides on the room as it is known here,
 * appends the event on condition that nothing changed meanwhile, and decides anew if something did.
 * So of two who act at once on the same thing at different gateways one comes first, and the other
 * is told what that made of it.
 */
public final class RoomCommands {

  /** Each try fails only if another change of the same thing succeeded. */
  private static final int TRIES = 16;

  /** What is to happen in a room. */
  @FunctionalInterface
  public interface Decision {

    /**
     * Decides.
     *
     * @return the event that makes it so; empty if it is so already
     * @throws Refusal if it is not to be
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
   * Makes a change.
   *
   * @return the room after it. Fails with a {@link Refusal}
   */
  CompletableFuture<RoomState> change(String room, Decision decision) {
    return change(room, Requester.SYSTEM, decision);
  }

  /** The same on account of a user. */
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

  /** Who finds that all have left the room, some of them at once elsewhere, decides once more. */
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

  /** What was decided without a record may rest on what is old: once more, on what is new. */
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
