package chat.gateway.message;

import static chat.edge.problem.ProblemCode.FORBIDDEN;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.EventSummary;
import chat.contract.event.RoomEvent;
import chat.edge.problem.Refusal;
import chat.gateway.log.EventIds;
import chat.gateway.log.LoggedEvent;
import chat.gateway.room.Permit;
import chat.gateway.room.RoomAccess;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Edits and deletes messages for services. All stages are as those of {@link MessageChanges}. */
public final class ServiceChanges {

  private final MessageChanges changes;
  private final RoomAccess access;
  private final Mentions mentions;
  private final EventIds ids;
  private final InstantSource clock;

  ServiceChanges(
      MessageChanges changes,
      RoomAccess access,
      Mentions mentions,
      EventIds ids,
      InstantSource clock) {
    this.changes = changes;
    this.access = access;
    this.mentions = mentions;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Edits a message. A moderating service edits a user's message in the user's name, so that the
   * text goes with the user's account.
   *
   * @param moderates whether the service may change messages of all authors
   */
  public CompletableFuture<Long> edit(
      Author service, boolean moderates, Target target, MessageEdit edit) {
    return mentions
        .in(edit.content())
        .thenCompose(
            mentioned ->
                changes.change(
                    target.room(),
                    target.seq(),
                    () -> access.serve(target.room(), service),
                    (permit, message) -> {
                      EventSummary current = EventSummary.of(message.value());
                      MessageChanges.requireNotDeleted(current);
                      require(service, moderates, current);
                      return changes.edited(null, message, edit, mentioned);
                    }));
  }

  /** Deletes a message. */
  public CompletableFuture<Long> delete(Author service, boolean moderates, Target target) {
    return changes.change(
        target.room(),
        target.seq(),
        () -> access.serve(target.room(), service),
        (Permit permit, LoggedEvent message) -> {
          EventSummary current = EventSummary.of(message.value());
          require(service, moderates, current);
          return current.isDeleted()
              ? Optional.<RoomEvent>empty()
              : Optional.of(
                  new Deleted(target.room(), ids.next(), service, target.seq(), clock.millis()));
        });
  }

  private static void require(Author service, boolean moderates, EventSummary message) {
    if (!moderates && !service.id().equals(message.author())) {
      throw Refusal.of(FORBIDDEN, "only a service that moderates changes messages of others");
    }
  }
}
