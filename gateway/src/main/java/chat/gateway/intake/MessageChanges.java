package chat.gateway.intake;

import static chat.gateway.problem.ProblemCode.CONFLICT;
import static chat.gateway.problem.ProblemCode.FORBIDDEN;

import chat.contract.Author;
import chat.contract.Deleted;
import chat.contract.Edited;
import chat.contract.EventSummary;
import chat.contract.Identity;
import chat.contract.Reaction;
import chat.contract.RoomEvent;
import chat.gateway.limits.Limits;
import chat.gateway.log.EventIds;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.Reactions;
import chat.gateway.log.RoomLog;
import chat.gateway.problem.Refusal;
import chat.gateway.room.Permit;
import chat.gateway.room.RoomAccess;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Changes messages that are in the log: each change is an event of its own there. All stages give
 * the place of the change, or of the one that had made it so before, and fail with a {@link
 * Refusal}.
 */
public final class MessageChanges {

  /** Each try fails only if the message was changed by somebody else meanwhile. */
  private static final int TRIES = 16;

  private final RoomLog roomLog;
  private final RoomAccess access;
  private final Targets targets;
  private final Mentions mentions;
  private final Limits limits;
  private final int maxEdits;
  private final ReactionSettings bounds;
  private final EventIds ids;
  private final InstantSource clock;

  MessageChanges(
      RoomLog roomLog,
      RoomAccess access,
      Targets targets,
      Mentions mentions,
      Limits limits,
      int maxEdits,
      ReactionSettings bounds,
      EventIds ids,
      InstantSource clock) {
    this.roomLog = roomLog;
    this.access = access;
    this.targets = targets;
    this.mentions = mentions;
    this.limits = limits;
    this.maxEdits = maxEdits;
    this.bounds = bounds;
    this.ids = ids;
    this.clock = clock;
  }

  /** Gives a message of one's own another text. */
  public CompletableFuture<Long> edit(Author user, String room, long seq, String content) {
    limits.takeChange(user.id());
    return mentions
        .in(content)
        .thenCompose(
            mentioned ->
                change(
                    room,
                    seq,
                    counted(user, room, () -> access.rewrite(room, user.id())),
                    (permit, message) -> {
                      EventSummary present = EventSummary.of(message.value());
                      requireThere(present);
                      if (!user.id().equals(present.author())) {
                        throw Refusal.of(FORBIDDEN, "only its author edits a message");
                      }
                      if (content.equals(present.content())) {
                        return Optional.empty();
                      }
                      requireFewer(message.edits());
                      return Optional.of(
                          new Edited(room, ids.next(), user, seq, content, mentioned, now()));
                    },
                    TRIES));
  }

  /** Deletes a message of one's own, or, for those who moderate the room, of anybody. */
  public CompletableFuture<Long> delete(Author user, String room, long seq) {
    limits.takeChange(user.id());
    return change(
        room,
        seq,
        counted(user, room, () -> access.participate(room, user.id())),
        (permit, message) -> {
          EventSummary present = EventSummary.of(message.value());
          boolean own = user.id().equals(present.author());
          if (!own && !permit.mayModerate()) {
            throw Refusal.of(
                FORBIDDEN, "only its author, moderators and the owner delete a message");
          }
          return present.isDeleted()
              ? Optional.empty()
              : Optional.of(new Deleted(room, ids.next(), user, seq, now()));
        },
        TRIES);
  }

  /** Puts an emoji beside a message, or takes it back. */
  public CompletableFuture<Long> react(
      Author user, String room, long seq, String emoji, boolean remove) {
    limits.takeChange(user.id());
    return change(
        room,
        seq,
        counted(user, room, () -> access.rewrite(room, user.id())),
        (permit, message) -> {
          requireThere(EventSummary.of(message.value()));
          if (message.reactions().has(emoji, user.id()) != remove) {
            return Optional.empty();
          }
          if (!remove) {
            requireRoom(message.reactions(), emoji);
          }
          return Optional.of(new Reaction(room, ids.next(), user, seq, emoji, remove, now()));
        },
        TRIES);
  }

  /** A message in its present state, as of all that was acknowledged before the call. */
  public CompletableFuture<LoggedEvent> message(String room, long seq) {
    return targets.present(room, seq);
  }

  /** Counts a change against the budget of the user in the room once, when the user is let in. */
  private Supplier<CompletableFuture<Permit>> counted(
      Author user, String room, Supplier<CompletableFuture<Permit>> admission) {
    AtomicBoolean counted = new AtomicBoolean();
    return () ->
        admission
            .get()
            .thenApply(
                permit -> {
                  if (!counted.getAndSet(true)) {
                    limits.takeChange(user.id(), room);
                  }
                  return permit;
                });
  }

  private CompletableFuture<Long> change(
      String room,
      long seq,
      Supplier<CompletableFuture<Permit>> admission,
      BiFunction<Permit, LoggedEvent, Optional<RoomEvent>> decision,
      int tries) {
    return admission
        .get()
        .thenCompose(
            permit ->
                targets
                    .present(room, seq)
                    .thenCompose(
                        message ->
                            decision
                                .apply(permit, message)
                                .map(event -> append(event, permit))
                                .orElseGet(() -> unchanged(message))))
        .thenCompose(
            place ->
                place
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(
                        () ->
                            tries > 1
                                ? change(room, seq, admission, decision, tries - 1)
                                : CompletableFuture.failedFuture(RoomLog.unavailable())));
  }

  /** Where the event stands; empty if what it was decided on has changed. */
  private CompletableFuture<Optional<Long>> append(RoomEvent event, Permit permit) {
    return roomLog
        .append(event, Identity.of(event, 0), permit.condition(event))
        .thenApply(appended -> appended.isVoid() ? Optional.empty() : Optional.of(appended.seq()));
  }

  /** No other edit comes between this look and the record: of two one is void. */
  private void requireFewer(int edits) {
    if (edits >= maxEdits) {
      throw Refusal.of(CONFLICT, "a message is edited at most " + maxEdits + " times");
    }
  }

  /** What is read at the same time elsewhere may still exceed it by a few. */
  private void requireRoom(Reactions reactions, String emoji) {
    if (reactions.isFull(emoji, bounds.maxEmojis())) {
      throw Refusal.of(CONFLICT, "more than " + bounds.maxEmojis() + " different emojis");
    }
    if (reactions.count() >= bounds.maxTotal()) {
      throw Refusal.of(CONFLICT, "more than " + bounds.maxTotal() + " reactions to one message");
    }
  }

  private static void requireThere(EventSummary message) {
    if (message.isDeleted()) {
      throw Targets.noSuchMessage();
    }
  }

  private static CompletableFuture<Optional<Long>> unchanged(LoggedEvent message) {
    return CompletableFuture.completedFuture(
        Optional.of(Math.max(message.seq(), message.changed())));
  }

  private long now() {
    return clock.millis();
  }
}
