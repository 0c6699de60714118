package chat.gateway.operator;

import chat.contract.event.Edited;
import chat.contract.event.PresentState;
import chat.contract.log.ErasedUsers;
import chat.gateway.history.StoredRows;
import chat.gateway.log.LogReader;
import chat.gateway.log.LoggedEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows of a room's events with the events of the log. It knows a batch of events at a
 * time, so its memory does not depend on the length of the log. Not thread-safe.
 */
final class TablesCheck {

  /** Rows that a batch may have beside its events; those beyond it are found in a later run. */
  private static final int MORE_ROWS = 100;

  private final StoredRows rows;
  private final ErasedUsers erased;

  /** The last event of each room of the batches of a partition; bounded by forgetting all. */
  private final Map<String, Long> lastSeqs = new HashMap<>();

  private static final int MAX_ROOMS = 100_000;

  /** A difference between log and tables. */
  enum Kind {
    /** An event without a row. */
    MISSING,
    /** A row without an event. */
    EXTRA,
    /** A row with another type or value than the event. */
    DIFFERENT,
    /** A row whose {@code prev} is not the event before. */
    MISORDERED,
    /** A message that the index of messages does not have. */
    UNINDEXED
  }

  /** A difference at a position of a room. */
  record Difference(Kind kind, String room, long seq) {}

  TablesCheck(StoredRows rows, ErasedUsers erased) {
    this.rows = rows;
    this.erased = erased;
  }

  /** Forgets the last events; the next batch is of another partition. */
  void begin() {
    lastSeqs.clear();
  }

  /** The differences of a batch of events, which are in log order. Blocks. */
  List<Difference> check(List<LoggedEvent> batch) {
    Map<String, List<LoggedEvent>> rooms = new LinkedHashMap<>();
    batch.forEach(
        event -> rooms.computeIfAbsent(event.room(), room -> new ArrayList<>()).add(event));
    List<Difference> found = new ArrayList<>();
    rooms.forEach((room, events) -> check(room, events, found));
    return found;
  }

  private void check(String room, List<LoggedEvent> events, List<Difference> found) {
    long first = events.get(0).seq();
    long last = events.get(events.size() - 1).seq();
    long known = lastSeqs.getOrDefault(room, LogReader.UNKNOWN);
    int limit = events.size() + MORE_ROWS;
    long after = known == LogReader.UNKNOWN ? first - 1 : known;
    Map<Long, LoggedEvent> stored = new LinkedHashMap<>();
    rows.events(room, after, last + 1, limit).forEach(row -> stored.put(row.seq(), row));
    Set<Long> messages = rows.messages(room, after, last + 1, limit);
    long prev = known;
    for (LoggedEvent event : events) {
      LoggedEvent row = stored.remove(event.seq());
      Kind kind = row == null ? Kind.MISSING : compare(event, row, prev);
      if (kind != null) {
        found.add(new Difference(kind, room, event.seq()));
      } else if (event.isMessage() && !messages.contains(event.seq())) {
        found.add(new Difference(Kind.UNINDEXED, room, event.seq()));
      }
      prev = event.seq();
    }
    stored.keySet().forEach(seq -> found.add(new Difference(Kind.EXTRA, room, seq)));
    if (lastSeqs.size() >= MAX_ROOMS) {
      lastSeqs.clear();
    }
    lastSeqs.put(room, last);
  }

  private @Nullable Kind compare(LoggedEvent event, LoggedEvent row, long prev) {
    if (!row.type().equals(event.type()) || !hasValue(row, event)) {
      return Kind.DIFFERENT;
    }
    boolean isAfter = prev == LogReader.UNKNOWN ? row.prev() < event.seq() : row.prev() == prev;
    return isAfter ? null : Kind.MISORDERED;
  }

  /** A later event may have changed the row, an erasure or deletion may have taken its text. */
  private boolean hasValue(LoggedEvent row, LoggedEvent event) {
    if (row.changed() > 0 || Arrays.equals(row.value(), event.value())) {
      return true;
    }
    byte[] value = erased.without(event.value());
    return Arrays.equals(erased.without(row.value()), value)
        || (event.type().equals(Edited.TYPE)
            && Arrays.equals(row.value(), PresentState.withoutText(value)));
  }
}
