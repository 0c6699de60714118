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
 * The last event of each room, from the feed, or from the tables for rooms without an event since
 * this gateway started. Limited in bytes: the least recently used rooms are evicted and read again.
 * Safe for use by several threads.
 */
public final class RoomActivity {

  /** Bytes of an entry besides the name's characters. */
  private static final int ENTRY_BYTES = 160;

  private static final long MAX_BYTES = 16 << 20;

  /** Rooms per query, and queries at a time. */
  private static final int BATCH = 50;

  private static final int AT_ONCE = 4;

  /** Rooms that are read per lock acquisition, for which the feed may have to wait. */
  private static final int SLICE = 200;

  /**
   * The last event of a room.
   *
   * @param seq its position; 0 if none is known
   * @param at when the log appended it, in milliseconds of the brokers' clock; 0 if not known
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
   * Nothing is known yet.
   *
   * @param tables gives the last events of rooms as of the writers' watermark or later; rooms
   *     without one are left out
   */
  public RoomActivity(Function<List<String>, CompletionStage<Map<String, Last>>> tables) {
    this(tables, MAX_BYTES);
  }

  RoomActivity(Function<List<String>, CompletionStage<Map<String, Last>>> tables, long mostBytes) {
    this.tables = tables;
    this.mostBytes = mostBytes;
  }

  /** Applies an event from the feed. */
  synchronized void apply(String room, long seq, long at) {
    keep(room, new Last(seq, at));
  }

  /** Forgets everything, as events were missed. */
  synchronized void reset() {
    known.clear();
    bytes = 0;
  }

  /** The last event of each of some rooms. */
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

  /** Each of a few workers reads its next batch after the one before. */
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
