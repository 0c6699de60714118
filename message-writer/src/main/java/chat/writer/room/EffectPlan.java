package chat.writer.room;

import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.writer.room.RemovalEffect.RemovalBegun;
import chat.writer.room.RoomEffect.RoomActive;
import chat.writer.room.RoomEffect.RoomEnded;
import chat.writer.work.Tasks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The writes that events cause besides their own rows; executed after those rows. For messages
 * alone it is one small row per room.
 *
 * @param partition of the room log
 * @param effects the effects that depend on an event alone
 * @param messages the changed messages
 * @param endings for each deleted room the last deletion
 */
record EffectPlan(
    int partition, List<Effect> effects, List<MessageChanges> messages, Map<String, Long> endings) {

  private static final int AT_ONCE = 32;

  /**
   * Plans the effects of entries.
   *
   * @param first further effects to write
   */
  static EffectPlan of(int partition, List<Entry> entries, List<? extends Effect> first) {
    Map<Target, MessageChanges> messages = new LinkedHashMap<>();
    EffectPlan plan =
        new EffectPlan(partition, new ArrayList<>(first), new ArrayList<>(), new LinkedHashMap<>());
    Map<String, Entry> last = new LinkedHashMap<>();
    for (Entry entry : entries) {
      String room = entry.room();
      if (room != null) {
        last.put(room, entry);
      }
      RoomEvent event = entry.event();
      if (event != null) {
        plan.add(event, entry.seq(), messages);
      }
    }
    last.forEach((room, entry) -> plan.effects.add(active(room, entry)));
    plan.messages.addAll(messages.values());
    return plan;
  }

  private static RoomEffect active(String room, Entry last) {
    return new RoomActive(room, last.log().timestamp(), last.seq());
  }

  private record Target(String room, long seq) {}

  /** Writes the independent effects, then the ends of rooms. */
  CompletionStage<Void> write(RoomTables tables) {
    return Tasks.atOnce(AT_ONCE, changes(tables))
        .thenCompose(done -> Tasks.atOnce(AT_ONCE, ends(tables)));
  }

  /** Whether it may leave removals for later. */
  boolean mayLeaveRemovals() {
    return !endings.isEmpty() || messages.stream().anyMatch(MessageChanges::isDeletion);
  }

  private void add(RoomEvent event, long seq, Map<Target, MessageChanges> changed) {
    long target = MessageChanges.target(event);
    if (target > 0) {
      changed
          .computeIfAbsent(
              new Target(event.room(), target),
              message -> new MessageChanges(event.room(), target, new ArrayList<>()))
          .changes()
          .add(new MessageChanges.Change(seq, event));
    }
    effects.addAll(Standing.after(event, seq));
    if (event instanceof RoomChange change && change.action() == RoomChange.Action.DELETED) {
      endings.put(event.room(), seq);
    }
  }

  private List<Supplier<CompletionStage<Void>>> changes(RoomTables tables) {
    return Stream.<Supplier<CompletionStage<Void>>>concat(
            effects.stream().map(effect -> () -> tables.apply(effect)),
            messages.stream().map(message -> () -> message.write(partition, tables)))
        .toList();
  }

  private List<Supplier<CompletionStage<Void>>> ends(RoomTables tables) {
    return endings.entrySet().stream()
        .<Supplier<CompletionStage<Void>>>map(
            room -> () -> end(room.getKey(), room.getValue(), tables))
        .toList();
  }

  /** Records the removal of the members' lists before the room shows as deleted. */
  private CompletionStage<Void> end(String room, long seq, RoomTables tables) {
    return tables
        .apply(new RemovalBegun(Removal.ofRoom(partition, seq, room)))
        .thenCompose(begun -> tables.apply(new RoomEnded(room, seq)));
  }
}
