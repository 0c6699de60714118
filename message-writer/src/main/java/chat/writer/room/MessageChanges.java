package chat.writer.room;

import chat.contract.Deleted;
import chat.contract.Edited;
import chat.contract.PresentState;
import chat.contract.Reaction;
import chat.contract.RoomEvent;
import chat.writer.room.MessageEffect.MessageDeleted;
import chat.writer.room.MessageEffect.MessageReacted;
import chat.writer.room.MessageEffect.ReactionChanged;
import chat.writer.room.MessageEffect.ReactionsRemoved;
import chat.writer.room.MessageEffect.Rewritten;
import chat.writer.room.MessageEffect.TextChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What the events of a poll make of one message. They are written one after the other, in order of
 * the log: a deletion that stood in the tables before an edit that comes before it would make the
 * edit look like one of a deleted message, and its text would be left.
 *
 * @param target the message's place, as the events say
 */
record MessageChanges(String room, long target, List<Change> changes) {

  private static final int EDITS_AT_ONCE = 8;
  private static final int REACTIONS_AT_ONCE = 32;

  /** One event and its place. */
  record Change(long seq, RoomEvent event) {}

  /** What names a message in an event; 0 if the event changes none. */
  static long target(RoomEvent event) {
    if (event instanceof Edited edit) {
      return edit.target();
    }
    if (event instanceof Deleted deletion) {
      return deletion.target();
    }
    return event instanceof Reaction reaction ? reaction.target() : 0;
  }

  /** Reads the message, then writes what becomes of it; of what is no message nothing does. */
  CompletionStage<Void> write(RoomTables tables) {
    return tables
        .find(room, target)
        .thenCompose(
            found ->
                found
                    .filter(StoredEvent::isMessage)
                    .map(message -> Tasks.inOrder(steps(message, tables)))
                    .orElse(CompletableFuture.completedFuture(null)));
  }

  private List<Supplier<CompletionStage<Void>>> steps(StoredEvent message, RoomTables tables) {
    List<Supplier<CompletionStage<Void>>> steps = new ArrayList<>();
    List<ReactionChanged> reactions = new ArrayList<>();
    byte[] value = message.value();
    for (Change change : changes) {
      Optional<byte[]> after = after(value, change.event());
      if (after.isPresent() && change.event() instanceof Reaction reaction) {
        reactions.add(reacted(message.bucket(), reaction, change.seq()));
        continue;
      }
      steps.addAll(reacted(reactions, tables));
      reactions.clear();
      if (after.isPresent()) {
        value = after.get();
        effects(message.bucket(), change, value)
            .forEach(effect -> steps.add(() -> tables.apply(effect)));
      }
      if (change.event() instanceof Deleted) {
        steps.add(() -> forgetTexts(message.bucket(), change.seq(), tables));
      }
    }
    steps.addAll(reacted(reactions, tables));
    return steps;
  }

  /** Reactions between other changes: side by side, and when all are written, that they are. */
  private List<Supplier<CompletionStage<Void>>> reacted(
      List<ReactionChanged> reactions, RoomTables tables) {
    if (reactions.isEmpty()) {
      return List.of();
    }
    ReactionChanged last = reactions.get(reactions.size() - 1);
    MessageReacted mark = new MessageReacted(room, last.bucket(), target, last.seq());
    List<Supplier<CompletionStage<Void>>> rows =
        reactions.stream()
            .<Supplier<CompletionStage<Void>>>map(row -> () -> tables.apply(row))
            .toList();
    return List.of(() -> Tasks.atOnce(REACTIONS_AT_ONCE, rows), () -> tables.apply(mark));
  }

  private ReactionChanged reacted(long bucket, Reaction it, long seq) {
    return new ReactionChanged(room, bucket, target, it.emoji(), it.user().id(), it.removed(), seq);
  }

  /** The message after an event; none if that changes nothing. */
  private static Optional<byte[]> after(byte[] message, RoomEvent event) {
    if (event instanceof Deleted deletion) {
      return Optional.of(PresentState.deleted(message, deletion.at()));
    }
    if (PresentState.isDeleted(message)) {
      return Optional.empty();
    }
    return Optional.of(event instanceof Edited edit ? PresentState.edited(message, edit) : message);
  }

  private List<MessageEffect> effects(long bucket, Change change, byte[] value) {
    long seq = change.seq();
    if (change.event() instanceof Edited) {
      return List.of(new TextChanged(room, bucket, target, value, seq));
    }
    // In this order: a reader who finds the message changed takes all of it for done.
    return List.of(
        new ReactionsRemoved(room, bucket, target, seq),
        new MessageDeleted(room, bucket, target, value, seq));
  }

  /** The texts that the message had go from its edits too. */
  private CompletionStage<Void> forgetTexts(long bucket, long deletion, RoomTables tables) {
    return tables
        .edits(room, bucket, target)
        .thenCompose(
            edits ->
                Tasks.atOnce(
                    EDITS_AT_ONCE,
                    edits.stream()
                        .filter(edit -> edit < deletion)
                        .<Supplier<CompletionStage<Void>>>map(
                            edit -> () -> forgetText(edit, deletion, tables))
                        .toList()));
  }

  private CompletionStage<Void> forgetText(long edit, long deletion, RoomTables tables) {
    return tables
        .find(room, edit)
        .thenCompose(
            found ->
                found
                    .filter(event -> event.type().equals(Edited.TYPE))
                    .map(
                        event ->
                            tables.apply(
                                new Rewritten(
                                    room,
                                    event.bucket(),
                                    edit,
                                    PresentState.withoutText(event.value()),
                                    deletion)))
                    .orElse(CompletableFuture.completedFuture(null)));
  }
}
