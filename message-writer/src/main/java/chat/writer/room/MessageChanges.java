package chat.writer.room;

import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.PresentState;
import chat.contract.event.Reaction;
import chat.contract.event.RoomEvent;
import chat.writer.room.MessageEffect.MessageDeleted;
import chat.writer.room.MessageEffect.MessageReacted;
import chat.writer.room.MessageEffect.ReactionChanged;
import chat.writer.room.MessageEffect.ReactionsRemoved;
import chat.writer.room.MessageEffect.TextChanged;
import chat.writer.room.RemovalEffect.RemovalBegun;
import chat.writer.work.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The changes that the events of a poll make to one message, applied one after the other in log
 * order. A deletion written before an earlier edit would make that edit look like an edit of a
 * deleted message, and its text would stay.
 *
 * @param target the message's seq
 */
record MessageChanges(String room, long target, List<Change> changes) {

  private static final int REACTIONS_AT_ONCE = 32;

  /** One event and its seq. */
  record Change(long seq, RoomEvent event) {}

  /** The seq of the message that an event changes; 0 if it changes none. */
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

  /** Reads the message, then writes its new state; does nothing if there is no such message. */
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

  /**
   * Writes the reactions between other changes in parallel, and then a mark that they are written.
   */
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

  /** The message after an event; empty if the event changes nothing. */
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
    if (change.event() instanceof Edited edit) {
      return List.of(new TextChanged(room, bucket, target, value, edit.mentions(), seq));
    }
    // The order matters: a reader who finds the message changed assumes that all of it is done.
    return List.of(
        new ReactionsRemoved(room, bucket, target, seq),
        new MessageDeleted(room, bucket, target, value, seq));
  }

  /**
   * Also removes the message's former texts from its edits, later, as there may be many. The
   * removal is recorded before the message shows as deleted, so that it is not forgotten.
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
