package chat.writer.room;

import chat.contract.RoomChange;
import chat.contract.RoomEvent;
import chat.writer.room.RoomEffect.MembersCounted;
import chat.writer.room.RoomEffect.RoomActive;
import chat.writer.room.RoomEffect.RoomEnded;
import chat.writer.room.RoomEffect.RoomGone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What events change beside their own rows; written when these stand. Where there are only messages
 * that is one small row a room.
 *
 * @param effects that follow from an event alone
 * @param messages that were changed
 * @param endings the last deletion of each room that was deleted
 * @param counts of each room whose members changed, the last event that did it
 */
record EffectPlan(
    List<Effect> effects,
    List<MessageChanges> messages,
    Map<String, Long> endings,
    Map<String, Long> counts) {

  private static final int AT_ONCE = 32;
  private static final int PAGE = 500;

  /**
   * Plans.
   *
   * @param first what is to be written too
   */
  static EffectPlan of(List<Entry> entries, List<? extends Effect> first) {
    Map<Place, MessageChanges> messages = new LinkedHashMap<>();
    EffectPlan plan =
        new EffectPlan(
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

  /** First what needs nothing else; who a deleted room's members are must be known by then. */
  CompletionStage<Void> write(RoomTables tables) {
    return Tasks.atOnce(AT_ONCE, changes(tables))
        .thenCompose(done -> Tasks.inOrder(each(endings, (room, seq) -> end(room, seq, tables))))
        .thenCompose(
            done -> Tasks.atOnce(AT_ONCE, each(counts, (room, seq) -> count(room, seq, tables))));
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
    }
    if (Standing.changesMembers(event)) {
      counts.put(event.room(), seq);
    }
  }

  private List<Supplier<CompletionStage<Void>>> changes(RoomTables tables) {
    return Stream.<Supplier<CompletionStage<Void>>>concat(
            effects.stream().map(effect -> () -> tables.apply(effect)),
            messages.stream().map(message -> () -> message.write(tables)))
        .toList();
  }

  /** The list of members goes last: by it the others are found, also when all is done again. */
  private static CompletionStage<Void> end(String room, long seq, RoomTables tables) {
    return forget(room, "", seq, tables)
        .thenCompose(done -> tables.apply(new RoomEnded(room, seq)));
  }

  private static CompletionStage<Void> forget(
      String room, String after, long seq, RoomTables tables) {
    return tables
        .members(room, after, PAGE)
        .thenCompose(
            members ->
                members.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : Tasks.atOnce(AT_ONCE, forgetting(room, members, seq, tables))
                        .thenCompose(
                            done -> forget(room, members.get(members.size() - 1), seq, tables)));
  }

  private static List<Supplier<CompletionStage<Void>>> forgetting(
      String room, List<String> members, long seq, RoomTables tables) {
    return members.stream()
        .<Supplier<CompletionStage<Void>>>map(
            user -> () -> tables.apply(new RoomGone(room, user, seq)))
        .toList();
  }

  /** Counted anew each time, so a count that went wrong is right again with the next change. */
  private static CompletionStage<Void> count(String room, long seq, RoomTables tables) {
    return tables
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
