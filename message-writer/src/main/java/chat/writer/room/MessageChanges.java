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
import chat.writer.room.MessageEffect.TextChanged;
import chat.writer.room.RemovalEffect.RemovalBegun;
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

  boolean isDeletion() {
    return changes.stream().anyMatch(change -> change.event() instanceof Deleted);
  }

  /** Reads the message, then writes what becomes of it; of what is no message nothing does. */
  CompletionStage<Void> write(int partition, RoomTables tables) {
    return tables
        .find(room, target)
        .thenCompose(
            found ->
                found
                    .filter(StoredEvent::isMessage)
                    .map(message -> Tasks.inOrder(steps(message, partition, tables)))
                    .orElse(CompletableFuture.completedFuture(null)));
  }

  private List<Supplier<CompletionStage<Void>>> steps(
      StoredEvent message, int partition, RoomTables tables) {
    List<Supplier<CompletionStage<Void>>> steps = new ArrayList<>();
    List<ReactionChanged> reactions = new ArrayList<>();
    byte[] value = message.value();
    for (Change change : changes) {
      if (change.event() instanceof Deleted) {
        steps.add(() -> beginRemoval(message.bucket(), change.seq(), partition, tables));
      }
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

  /**
   * The texts that the message had go from its edits too, later: there may be many. Written before
   * the message shows as deleted, so that none of them is forgotten.
   */
  private CompletionStage<Void> beginRemoval(
      long bucket, long deletion, int partition, RoomTables tables) {
    return tables
        .edits(room, bucket, target)
        .thenCompose(
            edits ->
                edits.stream().noneMatch(edit -> edit < deletion)
                    ? CompletableFuture.completedFuture(null)
                    : tables.apply(
                        new RemovalBegun(Removal.ofTexts(partition, deletion, room, target))));
  }
}
