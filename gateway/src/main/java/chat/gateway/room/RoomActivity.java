package chat.gateway.room;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * When something last happened in each room: as the feed saw it, and of rooms where nothing
 * happened since this gateway started, as the tables have it. Kept within so many bytes; rooms used
 * longest ago are dropped and read again. Safe for use by several threads.
 */
public final class RoomActivity {

  /** What an entry takes beside the letters of the name. */
  private static final int ENTRY_BYTES = 160;

  private static final long MOST_BYTES = 16 << 20;

  /** How many rooms are read at once, and by how many questions. */
  private static final int BATCH = 50;

  private static final int AT_ONCE = 4;

  /** So many are looked for under the lock at a time, for which the feed may have to wait. */
  private static final int SLICE = 200;

  /**
   * The last event of a room.
   *
   * @param seq its place; 0: none is known
   * @param at when the log took it, in milliseconds of the brokers' clock; 0: not known
   */
  public record Last(long seq, long at) {

    public static final Last NONE = new Last(0, 0);

    Last orLater(Last other) {
      return other.seq > seq ? other : this;
    }
  }

  private final Function<List<String>, CompletionStage<Map<String, Last>>> tables;
  private final long mostBytes;
  private final LinkedHashMap<String, Last> known = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * Activity that nothing is known of yet.
   *
   * @param tables gives the last events of rooms as of the writers' watermark or later; rooms
   *     without one are left out
   */
  RoomActivity(Function<List<String>, CompletionStage<Map<String, Last>>> tables) {
    this(tables, MOST_BYTES);
  }

  RoomActivity(Function<List<String>, CompletionStage<Map<String, Last>>> tables, long mostBytes) {
    this.tables = tables;
    this.mostBytes = mostBytes;
  }

  /** Takes an event from the feed. */
  synchronized void take(String room, long seq, long at) {
    keep(room, new Last(seq, at));
  }

  /** Forgets all: events were missed. */
  synchronized void reset() {
    known.clear();
    bytes = 0;
  }

  /** The last events of rooms, of each of them. */
  public CompletableFuture<Map<String, Last>> of(Collection<String> rooms) {
    Map<String, Last> found = new HashMap<>();
    List<String> missing = new ArrayList<>();
    List<String> all = List.copyOf(rooms);
    for (int from = 0; from < all.size(); from += SLICE) {
      look(all.subList(from, Math.min(all.size(), from + SLICE)), found, missing);
    }
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < missing.size(); from += BATCH) {
      batches.add(missing.subList(from, Math.min(missing.size(), from + BATCH)));
    }
    return read(batches, found).thenApply(done -> found);
  }

  private synchronized void look(
      List<String> rooms, Map<String, Last> found, List<String> missing) {
    for (String room : rooms) {
      Last last = known.get(room);
      if (last == null) {
        missing.add(room);
      } else {
        found.put(room, last);
      }
    }
  }

  /** Each of a few lines takes the next batch when it has the one before. */
  private CompletableFuture<Void> read(List<List<String>> batches, Map<String, Last> found) {
    CompletableFuture<?>[] lines = new CompletableFuture<?>[Math.min(AT_ONCE, batches.size())];
    for (int line = 0; line < lines.length; line++) {
      lines[line] = read(batches, line, lines.length, found);
    }
    return CompletableFuture.allOf(lines);
  }

  private CompletableFuture<Void> read(
      List<List<String>> batches, int next, int step, Map<String, Last> found) {
    if (next >= batches.size()) {
      return CompletableFuture.completedFuture(null);
    }
    List<String> rooms = batches.get(next);
    return tables
        .apply(rooms)
        .thenCompose(
            read -> {
              keep(rooms, read, found);
              return read(batches, next + step, step, found);
            })
        .toCompletableFuture();
  }

  private synchronized void keep(
      List<String> rooms, Map<String, Last> read, Map<String, Last> found) {
    for (String room : rooms) {
      found.put(room, keep(room, read.getOrDefault(room, Last.NONE)));
    }
  }

  private Last keep(String room, Last last) {
    Last before = known.get(room);
    Last latest = before == null ? last : before.orLater(last);
    known.put(room, latest);
    if (before == null) {
      bytes += ENTRY_BYTES + room.length();
      for (var each = known.keySet().iterator(); bytes > mostBytes; ) {
        bytes -= ENTRY_BYTES + each.next().length();
        each.remove();
      }
    }
    return latest;
  }
}
