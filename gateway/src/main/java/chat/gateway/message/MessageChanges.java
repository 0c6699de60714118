package chat.gateway.message;

import static chat.edge.problem.ProblemCode.CONFLICT;
import static chat.edge.problem.ProblemCode.FORBIDDEN;
import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.EventSummary;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Identity;
import chat.edge.problem.Refusal;
import chat.gateway.limits.Limits;
import chat.gateway.log.Decisions;
import chat.gateway.log.EventIds;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.Reactions;
import chat.gateway.log.RoomLog;
import chat.gateway.room.Permit;
import chat.gateway.room.RoomAccess;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Edits, deletes and reacts to messages in the log: each change is an event of its own. All stages
 * give the seq of the change, or of the earlier change with the same effect, and fail with a {@link
 * Refusal}.
 */
public final class MessageChanges {

  private final RoomLog roomLog;
  private final RoomAccess access;
  private final Targets targets;
  private final Mentions mentions;
  private final Limits limits;
  private final int maxEdits;
  private final ReactionSettings bounds;
  private final EventIds ids;
  private final InstantSource clock;

  public MessageChanges(
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

  /** Edits a message; only its author may. */
  public CompletableFuture<Long> edit(Author user, String room, long seq, MessageEdit edit) {
    limits.acquireChange(user.id());
    return mentions
        .in(edit.content())
        .thenCompose(
            mentioned ->
                change(
                    room,
                    seq,
                    counted(user, room, () -> access.rewrite(room, user.id())),
                    (permit, message) -> {
                      EventSummary current = EventSummary.of(message.value());
                      requireNotDeleted(current);
                      if (!user.id().equals(current.author())) {
                        throw Refusal.of(FORBIDDEN, "only its author edits a message");
                      }
                      return edited(user, message, edit, mentioned);
                    }));
  }

  /**
   * The event of an edit; none if nothing changes.
   *
   * @param user the message's author; null: as the message names them
   */
  Optional<RoomEvent> edited(
      @Nullable Author user, LoggedEvent message, MessageEdit edit, List<String> mentioned) {
    Message before = (Message) RoomEventCodec.decode(message.value());
    if (edit.isIn(before)) {
      return Optional.empty();
    }
    requireFewer(message.edits());
    String content = edit.contentOf(before);
    ApplicationData data = edit.dataOf(before);
    if (content == null && data != null && data.isNone()) {
      throw Refusal.ofField(INVALID_REQUEST, "content", "a message without data needs a text");
    }
    List<String> named = edit.content() == null ? before.mentions() : mentioned;
    return Optional.of(
        new Edited(
            before.room(),
            ids.next(),
            user == null ? before.user() : user,
            message.seq(),
            content,
            named,
            data,
            now()));
  }

  /** Deletes a message; its author and the room's moderators may. */
  public CompletableFuture<Long> delete(Author user, String room, long seq) {
    limits.acquireChange(user.id());
    return change(
        room,
        seq,
        counted(user, room, () -> access.participate(room, user.id())),
        (permit, message) -> {
          EventSummary current = EventSummary.of(message.value());
          boolean own = user.id().equals(current.author());
          if (!own && !permit.mayModerate()) {
            throw Refusal.of(
                FORBIDDEN, "only its author, moderators and the owner delete a message");
          }
          return current.isDeleted()
              ? Optional.empty()
              : Optional.of(new Deleted(room, ids.next(), user, seq, now()));
        });
  }

  /** Adds a reaction to a message, or removes it. */
  public CompletableFuture<Long> react(
      Author user, String room, long seq, String emoji, boolean remove) {
    limits.acquireChange(user.id());
    return change(
        room,
        seq,
        counted(user, room, () -> access.rewrite(room, user.id())),
        (permit, message) -> {
          requireNotDeleted(EventSummary.of(message.value()));
          if (message.reactions().has(emoji, user.id()) != remove) {
            return Optional.empty();
          }
          if (!remove) {
            requireCapacity(message.reactions(), emoji);
          }
          return Optional.of(new Reaction(room, ids.next(), user, seq, emoji, remove, now()));
        });
  }

  /** A message in its current state, as of all events acknowledged before the call. */
  public CompletableFuture<LoggedEvent> message(String room, long seq) {
    return targets.current(room, seq);
  }

  /** Counts a change once against the user's budget in the room, after the access check. */
  private Supplier<CompletableFuture<Permit>> counted(
      Author user, String room, Supplier<CompletableFuture<Permit>> admission) {
    AtomicBoolean counted = new AtomicBoolean();
    return () ->
        admission
            .get()
            .thenApply(
                permit -> {
                  if (!counted.getAndSet(true)) {
                    limits.acquireChange(user.id(), room);
                  }
                  return permit;
                });
  }

  /**
   * Makes a change of a message.
   *
   * @param admission the permit, or a refusal, for each try
   * @param decision the event that makes the change; empty if nothing has to change
   */
  CompletableFuture<Long> change(
      String room,
      long seq,
      Supplier<CompletableFuture<Permit>> admission,
      BiFunction<Permit, LoggedEvent, Optional<RoomEvent>> decision) {
    return Decisions.decide(
        Decisions.CHANGE_TRIES,
        () ->
            admission
                .get()
                .thenCompose(
                    permit ->
                        targets
                            .current(room, seq)
                            .thenCompose(
                                message ->
                                    decision
                                        .apply(permit, message)
                                        .map(event -> append(event, permit))
                                        .orElseGet(() -> unchanged(message)))));
  }

  /** The seq of the event; empty if the record is void. */
  private CompletableFuture<Optional<Long>> append(RoomEvent event, Permit permit) {
    return roomLog
        .append(event, Identity.of(event, 0), permit.condition(event))
        .thenApply(appended -> appended.isVoid() ? Optional.empty() : Optional.of(appended.seq()));
  }

  /** No other edit comes between this check and the record: of two edits one is void. */
  private void requireFewer(int edits) {
    if (edits >= maxEdits) {
      throw Refusal.of(CONFLICT, "a message is edited at most " + maxEdits + " times");
    }
  }

  /** Reactions at the same time at other gateways may exceed the limit by a few. */
  private void requireCapacity(Reactions reactions, String emoji) {
    if (reactions.isFull(emoji, bounds.maxEmojis())) {
      throw Refusal.of(CONFLICT, "more than " + bounds.maxEmojis() + " different emojis");
    }
    if (reactions.count() >= bounds.maxTotal()) {
      throw Refusal.of(CONFLICT, "more than " + bounds.maxTotal() + " reactions to one message");
    }
  }

  static void requireNotDeleted(EventSummary message) {
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
