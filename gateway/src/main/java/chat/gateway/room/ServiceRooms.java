package chat.gateway.room;

import chat.contract.Author;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.gateway.queue.Requester;
import chat.gateway.room.RoomCommands.Decision;
import chat.gateway.room.RoomDecisions.Settings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets services create, change and delete rooms and their members. Each call leads to the same
 * state when it is repeated. All stages fail with a refusal.
 */
public final class ServiceRooms {

  private final RoomCommands commands;
  private final ServiceDecisions decisions;
  private final People people;

  ServiceRooms(RoomCommands commands, ServiceDecisions decisions, People people) {
    this.commands = commands;
    this.decisions = decisions;
    this.people = people;
  }

  /**
   * The result of a call.
   *
   * @param created whether this call created the room
   * @param changed whether this call changed anything
   */
  public record Outcome(RoomState room, boolean created, boolean changed) {}

  /** Creates a room, or changes its settings and its owner. */
  public CompletableFuture<Outcome> put(
      Author by, String room, @Nullable String owner, Settings wanted) {
    return owner == null
        ? put(by, room, (Author) null, wanted)
        : people.find(owner).thenCompose(found -> put(by, room, found, wanted));
  }

  private CompletableFuture<Outcome> put(
      Author by, String room, @Nullable Author owner, Settings wanted) {
    return change(by, room, decisions.put(by, owner, wanted))
        .thenCompose(
            put ->
                owner == null
                    ? CompletableFuture.completedFuture(put)
                    : enroll(by, room, owner, Role.OWNER)
                        .thenApply(
                            owned ->
                                new Outcome(
                                    owned.room, put.created, put.changed || owned.changed)));
  }

  /** Creates a room; a room that is there stays as it is. */
  public CompletableFuture<Outcome> create(
      Author by, String room, @Nullable String owner, Settings wanted) {
    return owner == null
        ? change(by, room, decisions.create(by, null, wanted))
        : people
            .find(owner)
            .thenCompose(found -> change(by, room, decisions.create(by, found, wanted)));
  }

  /** Deletes a room. */
  public CompletableFuture<Outcome> delete(Author by, String room) {
    return change(by, room, decisions.delete(by));
  }

  /**
   * Makes a user a member.
   *
   * @param role null: member, if the user is none yet
   */
  public CompletableFuture<Outcome> add(Author by, String room, String user, @Nullable Role role) {
    return people.find(user).thenCompose(found -> enroll(by, room, found, role));
  }

  /** Makes a user a member with a role; a member keeps its role. */
  public CompletableFuture<Outcome> join(Author by, String room, String user, Role role) {
    return people.find(user).thenCompose(found -> change(by, room, decisions.add(by, found, role)));
  }

  /** Removes a member. */
  public CompletableFuture<Outcome> remove(Author by, String room, String user) {
    return people.find(user).thenCompose(found -> change(by, room, decisions.remove(by, found)));
  }

  /**
   * Mutes a user.
   *
   * @param untilAt milliseconds since the epoch UTC; a time in the past ends the mute
   * @param extend whether a present mute that ends later stays as it is
   */
  public CompletableFuture<Outcome> mute(
      Author by, String room, String user, long untilAt, boolean extend) {
    return people
        .find(user)
        .thenCompose(found -> change(by, room, decisions.mute(by, found, untilAt, extend)));
  }

  private CompletableFuture<Outcome> enroll(
      Author by, String room, Author user, @Nullable Role role) {
    CompletableFuture<Outcome> added =
        change(by, room, decisions.add(by, user, role == null ? Role.MEMBER : role));
    return role == null
        ? added
        : added.thenCompose(
            before ->
                change(by, room, decisions.give(by, user, role))
                    .thenApply(
                        after -> new Outcome(after.room, false, before.changed || after.changed)));
  }

  /** The event of the last decision is the one that counts: earlier ones were void. */
  private CompletableFuture<Outcome> change(Author by, String room, Decision decision) {
    AtomicBoolean changed = new AtomicBoolean();
    AtomicBoolean created = new AtomicBoolean();
    return commands
        .change(
            room,
            Requester.of(by.id()),
            state -> {
              var event = decision.on(state);
              changed.set(event.isPresent());
              created.set(
                  event.orElse(null) instanceof RoomChange change
                      && change.action() == RoomChange.Action.CREATED);
              return event;
            })
        .thenApply(state -> new Outcome(state, created.get(), changed.get()));
  }
}
