package chat.writer.room;

import chat.contract.RoomChange;
import chat.contract.RoomEvent;
import chat.writer.room.RemovalEffect.RemovalBegun;
import chat.writer.room.RoomEffect.MembersCounted;
import chat.writer.room.RoomEffect.RoomActive;
import chat.writer.room.RoomEffect.RoomEnded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What events change beside their own rows; written when these stand. Where there are only messages
 * that is one small row a room.
 *
 * @param partition of the room log
 * @param effects that follow from an event alone
 * @param messages that were changed
 * @param endings the last deletion of each room that was deleted
 * @param counts of each room whose members changed, the last event that did it
 */
record EffectPlan(
    int partition,
    List<Effect> effects,
    List<MessageChanges> messages,
    Map<String, Long> endings,
    Map<String, Long> counts) {

  private static final int AT_ONCE = 32;

  /**
   * Plans.
   *
   * @param first what is to be written too
   */
  static EffectPlan of(int partition, List<Entry> entries, List<? extends Effect> first) {
    Map<Place, MessageChanges> messages = new LinkedHashMap<>();
    EffectPlan plan =
        new EffectPlan(
            partition,
            new ArrayList<>(first),
            new ArrayList<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
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

  private record Place(String room, long seq) {}

  /** First what needs nothing else; members are counted when they are written. */
  CompletionStage<Void> write(RoomTables tables) {
    return Tasks.atOnce(AT_ONCE, changes(tables))
        .thenCompose(done -> Tasks.atOnce(AT_ONCE, each(endings, end(tables))))
        .thenCompose(done -> Tasks.atOnce(AT_ONCE, each(counts, count(tables))));
  }

  /** Whether something may be left to be removed later. */
  boolean mayLeaveRemovals() {
    return !endings.isEmpty() || messages.stream().anyMatch(MessageChanges::isDeletion);
  }

  private void add(RoomEvent event, long seq, Map<Place, MessageChanges> changed) {
    long target = MessageChanges.target(event);
    if (target > 0) {
      changed
          .computeIfAbsent(
              new Place(event.room(), target),
              message -> new MessageChanges(event.room(), target, new ArrayList<>()))
          .changes()
          .add(new MessageChanges.Change(seq, event));
    }
    effects.addAll(Standing.after(event, seq));
    if (event instanceof RoomChange change && change.action() == RoomChange.Action.DELETED) {
      endings.put(event.room(), seq);
      counts.remove(event.room());
    } else if (Standing.changesMembers(event)) {
      counts.put(event.room(), seq);
    }
  }

  private List<Supplier<CompletionStage<Void>>> changes(RoomTables tables) {
    return Stream.<Supplier<CompletionStage<Void>>>concat(
            effects.stream().map(effect -> () -> tables.apply(effect)),
            messages.stream().map(message -> () -> message.write(partition, tables)))
        .toList();
  }

  /** That its members' lists are still to be cleared is written before it shows as deleted. */
  private RoomWrite end(RoomTables tables) {
    return (room, seq) ->
        tables
            .apply(new RemovalBegun(Removal.ofRoom(partition, seq, room)))
            .thenCompose(begun -> tables.apply(new RoomEnded(room, seq)));
  }

  /** Counted again each time, so a wrong count is right again with the next change. */
  private static RoomWrite count(RoomTables tables) {
    return (room, seq) ->
        tables
            .countMembers(room)
            .thenCompose(members -> tables.apply(new MembersCounted(room, members, seq)));
  }

  private interface RoomWrite {
    CompletionStage<Void> write(String room, long seq);
  }

  private static List<Supplier<CompletionStage<Void>>> each(
      Map<String, Long> rooms, RoomWrite write) {
    return rooms.entrySet().stream()
        .<Supplier<CompletionStage<Void>>>map(
            room -> () -> write.write(room.getKey(), room.getValue()))
        .toList();
  }
}
