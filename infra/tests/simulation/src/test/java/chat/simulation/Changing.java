package chat.simulation;

import chat.contract.Author;
import chat.contract.event.Visibility;
import chat.gateway.message.MessageEdit;
import chat.simulation.Truth.Fact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The changes of one client to existing messages and to members of rooms. */
final class Changing {

  private static final List<String> EMOJIS = List.of("+1", "-1");

  private final Author me;
  private final World world;
  private final Dice dice;
  private final Supplier<String> refs;

  /** The rooms of unanswered changes. */
  private final Map<String, String> waiting = new HashMap<>();

  private int texts;

  Changing(String name, World world, Supplier<String> refs) {
    this.me = new Author(name, name);
    this.world = world;
    this.dice = world.dice();
    this.refs = refs;
  }

  /** Makes one change, if there is anything to change. */
  void act(Line line, String room) {
    SimulatedGateway gateway = line.gateway();
    switch (dice.below(9)) {
      case 8 -> show(line, room, dice.oneIn(2) ? Visibility.PRIVATE : Visibility.PUBLIC);
      case 0, 1 -> change(line, room, "enrolls", () -> zero(gateway.rooms().enroll(room, me)));
      case 2, 3 -> world.clients().forEach(other -> kick(line, room, other.toString()));
      default -> changeMessage(line, room);
    }
  }

  /** Mostly refused: only owners may change a room. */
  private void show(Line line, String room, Visibility visibility) {
    SimulatedGateway gateway = line.gateway();
    change(
        line, room, "makes " + visibility, () -> zero(gateway.rooms().show(room, me, visibility)));
  }

  /** Mostly refused: only owners may remove users, and only members. */
  private void kick(Line line, String room, String other) {
    Author out = new Author(other, other);
    SimulatedGateway gateway = line.gateway();
    change(line, room, "kicks " + other, () -> zero(gateway.rooms().kick(room, me, out)));
  }

  private void changeMessage(Line line, String room) {
    List<Fact> messages =
        world.log().truth().facts(room).values().stream().filter(Fact::isMessage).toList();
    if (messages.isEmpty()) {
      return;
    }
    long target = dice.pick(messages).seq();
    SimulatedGateway gateway = line.gateway();
    switch (dice.below(5)) {
      case 0, 1 -> {
        MessageEdit edit = edit("edited-" + texts++);
        change(line, room, "edits " + target, () -> gateway.changes().edit(me, room, target, edit));
      }
      case 2 ->
          change(line, room, "deletes " + target, () -> gateway.changes().delete(me, room, target));
      default -> {
        String emoji = dice.pick(EMOJIS);
        boolean remove = dice.oneIn(3);
        change(
            line,
            room,
            (remove ? "takes back " : "puts ") + emoji + " at " + target,
            () -> gateway.changes().react(me, room, target, emoji, remove));
      }
    }
  }

  /** An edit of the text, of the data or of both. */
  private MessageEdit edit(String text) {
    return switch (dice.below(4)) {
      case 0 -> MessageEdit.of(null, JsonText.read("{\"edit\":\"" + text + "\",\"n\":1e400}"));
      case 1 -> MessageEdit.of(text, JsonText.read("null"));
      case 2 -> MessageEdit.of(text, JsonText.read("{\"n\":0.10}"));
      default -> MessageEdit.of(text, null);
    };
  }

  private void change(
      Line line, String room, String what, Supplier<CompletableFuture<Long>> change) {
    String ref = refs.get();
    world.trace(me.id() + " " + what + " in " + room + " as " + ref);
    waiting.put(ref, room);
    line.session().change(ref, room, change);
  }

  private static CompletableFuture<Long> zero(CompletableFuture<Void> done) {
    return done.thenApply(nothing -> 0L);
  }

  /** Whether an answer belongs to one of these changes. */
  boolean take(String[] words) {
    if (words.length < 2 || !waiting.containsKey(words[1])) {
      return false;
    }
    String room = Objects.requireNonNull(waiting.remove(words[1]));
    long seq = words[0].equals("#ack") ? Long.parseLong(words[2]) : 0;
    if (seq > 0) {
      world.invariants().changed(room, seq);
    }
    return true;
  }

  /** The outcome of an unanswered change is unknown; it is not repeated. */
  void gone() {
    waiting.clear();
  }
}
