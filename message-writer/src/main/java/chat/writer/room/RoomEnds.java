package chat.writer.room;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The ends of a partition's recently active rooms. The least recently used ones are dropped and
 * read again when needed.
 */
final class RoomEnds {

  private final Map<String, RoomEnd> kept;

  RoomEnds(int capacity) {
    this.kept = new RecentlyUsed<>(capacity);
  }

  /**
   * The end of each room before its first entry among those given. The returned map may be changed.
   */
  CompletionStage<Map<String, RoomEnd>> before(List<Entry> entries, RoomTables tables) {
    Map<String, RoomEnd> ends = new HashMap<>();
    Map<String, CompletableFuture<RoomEnd>> reads = new HashMap<>();
    for (Entry entry : entries) {
      String room = entry.room();
      if (room == null || ends.containsKey(room) || reads.containsKey(room)) {
        continue;
      }
      RoomEnd known = kept.get(room);
      if (known == null) {
        reads.put(room, tables.endBefore(room, entry.seq()).toCompletableFuture());
      } else {
        ends.put(room, known);
      }
    }
    return CompletableFuture.allOf(
            new ArrayList<>(reads.values()).toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              reads.forEach((room, end) -> ends.put(room, end.join()));
              return ends;
            });
  }

  /** Remembers ends that the tables have accepted. */
  void keep(Map<String, RoomEnd> ends) {
    kept.putAll(ends);
  }
}
