package chat.writer.room;

import chat.contract.event.RoomEvent;
import chat.writer.room.RoomEffect.MembersCounted;
import chat.writer.work.Tasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The numbers of members of a partition's rooms whose members changed recently. The least recently
 * used ones are dropped, and read again from the rooms' rows when needed: one row, whatever the
 * number of members.
 */
final class MemberCounts {

  private static final int AT_ONCE = 32;

  private final Map<String, MemberCount> kept;

  MemberCounts(int capacity) {
    this.kept = new RecentlyUsed<>(capacity);
  }

  /** The numbers after some entries, for the rooms whose members these change. */
  CompletionStage<Map<String, MemberCount>> after(List<Entry> entries, RoomTables tables) {
    Map<String, MemberCount> counts = new ConcurrentHashMap<>();
    Map<String, Supplier<CompletionStage<Void>>> reads = new LinkedHashMap<>();
    for (Entry entry : entries) {
      RoomEvent event = entry.event();
      if (event != null && Standing.changesMembers(event)) {
        String room = event.room();
        MemberCount known = kept.get(room);
        if (known == null) {
          reads.put(
              room, () -> tables.memberCount(room).thenAccept(read -> counts.put(room, read)));
        } else {
          counts.put(room, known);
        }
      }
    }
    return Tasks.atOnce(AT_ONCE, List.copyOf(reads.values()))
        .thenApply(read -> fold(entries, counts));
  }

  private static Map<String, MemberCount> fold(
      List<Entry> entries, Map<String, MemberCount> counts) {
    for (Entry entry : entries) {
      RoomEvent event = entry.event();
      if (event != null && Standing.changesMembers(event)) {
        MemberCount count = Objects.requireNonNull(counts.get(event.room()));
        counts.put(event.room(), count.after(event, entry.seq()));
      }
    }
    return counts;
  }

  /** The writes of numbers; one that the tables had before is written again. */
  static List<MembersCounted> effects(Map<String, MemberCount> counts) {
    return counts.entrySet().stream()
        .map(
            room ->
                new MembersCounted(
                    room.getKey(), room.getValue().members(), room.getValue().upTo()))
        .toList();
  }

  /** Remembers numbers that the tables have accepted. */
  void keep(Map<String, MemberCount> counts) {
    kept.putAll(counts);
  }
}
