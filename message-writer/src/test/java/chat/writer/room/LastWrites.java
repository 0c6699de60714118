package chat.writer.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rows with the semantics of Cassandra: each value has its own timestamp, and so has each removal
 * of a row or of a key prefix; the greater one wins, a removal at equal ones.
 */
final class LastWrites {

  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry("room_events", List.of("room", "bucket", "seq")),
          Map.entry("room_buckets", List.of("room", "bucket")),
          Map.entry("room_messages", List.of("room", "bucket", "seq")),
          Map.entry("room_message_ids", List.of("room", "bucket", "sender", "id")),
          Map.entry("message_ids", List.of("room", "sender", "id")),
          Map.entry("room_reactions", List.of("room", "bucket", "target", "emoji", "user_id")),
          Map.entry("rooms", List.of("room")),
          Map.entry("room_activity", List.of("room")),
          Map.entry("room_members", List.of("room", "user_id")),
          Map.entry("room_bans", List.of("room", "user_id")),
          Map.entry("room_mutes", List.of("room", "user_id")),
          Map.entry("rooms_of_user", List.of("user_id", "room")),
          Map.entry("public_rooms", List.of("first", "room")),
          Map.entry("rooms_written", List.of("user_id", "room", "bucket")));

  /** The tables of pending work. */
  private static final Map<String, List<String>> KEYS_OF_WORK =
      Map.of(
          "removals", List.of("partition", "seq"),
          "removals_done", List.of("partition"),
          "texts_going", List.of("room", "target"));

  /** The value of a row that has only a key. */
  private static final String THERE = "";

  /** A removed value. */
  private static final Object NOTHING = new Object();

  private record Cell(long timestamp, Object value) {}

  private static final class Table {
    final Map<List<Object>, Map<String, Cell>> rows = new HashMap<>();
    final Map<List<Object>, Long> removals = new HashMap<>();
  }

  private final Map<String, Table> tables = new TreeMap<>();

  /** Writes a row, or some of its values. */
  void put(String table, long timestamp, List<Object> key, Map<String, Object> values) {
    Map<String, Cell> row = table(table).rows.computeIfAbsent(key, first -> new HashMap<>());
    put(row, THERE, timestamp, THERE);
    values.forEach((column, value) -> put(row, column, timestamp, value));
  }

  /** Writes a value; of two with one timestamp the greater one stays, as in Cassandra. */
  void putGreater(String table, long timestamp, List<Object> key, String column, String value) {
    Map<String, Cell> row = table(table).rows.computeIfAbsent(key, first -> new HashMap<>());
    Cell old = row.get(column);
    boolean isGreater =
        old == null
            || timestamp > old.timestamp()
            || (timestamp == old.timestamp() && value.compareTo((String) old.value()) > 0);
    if (isGreater) {
      row.put(column, new Cell(timestamp, value));
    }
  }

  /** Removes values of a row. */
  void clear(String table, long timestamp, List<Object> key, Set<String> columns) {
    Map<String, Cell> row = table(table).rows.computeIfAbsent(key, first -> new HashMap<>());
    columns.forEach(column -> put(row, column, timestamp, NOTHING));
  }

  /** Removes all rows with a key prefix. */
  void remove(String table, long timestamp, List<Object> prefix) {
    table(table).removals.merge(prefix, timestamp, Math::max);
  }

  /** A value of a row; null if there is none. */
  @SuppressWarnings("NullAway") // the map of a missing row has no values
  Object value(String table, List<Object> key, String column) {
    Table rows = tables.get(table);
    return rows == null ? null : live(rows, key).get(column);
  }

  /** The timestamp of a value that nothing removes. */
  Optional<Long> timestamp(String table, List<Object> key, String column) {
    Cell cell = table(table).rows.getOrDefault(key, Map.of()).get(column);
    return Optional.ofNullable(cell).map(Cell::timestamp);
  }

  /** The rows with a key prefix, with their keys, in no order. */
  List<Map<String, Object>> rows(String table, List<Object> prefix) {
    Table all = table(table);
    List<Map<String, Object>> found = new ArrayList<>();
    for (List<Object> key : all.rows.keySet()) {
      Map<String, Object> values = live(all, key);
      if (startsWith(key, prefix) && !values.isEmpty()) {
        Map<String, Object> row = new TreeMap<>(values);
        row.remove(THERE);
        List<String> names =
            Objects.requireNonNull(KEYS.getOrDefault(table, KEYS_OF_WORK.get(table)));
        for (int i = 0; i < key.size(); i++) {
          row.put(names.get(i), key.get(i));
        }
        found.add(row);
      }
    }
    return found;
  }

  /** All rows as comparable text. */
  List<String> all() {
    List<String> all = new ArrayList<>();
    for (String table : KEYS.keySet()) {
      rows(table, List.of())
          .forEach(
              row -> {
                row.computeIfPresent("value", (name, value) -> new String((byte[]) value, UTF_8));
                all.add(table + " " + row);
              });
    }
    all.sort(Comparator.naturalOrder());
    return all;
  }

  private Table table(String name) {
    return tables.computeIfAbsent(name, first -> new Table());
  }

  private static void put(Map<String, Cell> row, String column, long timestamp, Object value) {
    row.merge(
        column,
        new Cell(timestamp, value),
        (old, later) -> later.timestamp() >= old.timestamp() ? later : old);
  }

  private static Map<String, Object> live(Table table, List<Object> key) {
    long removed = Long.MIN_VALUE;
    for (int length = 1; length <= key.size(); length++) {
      removed =
          Math.max(removed, table.removals.getOrDefault(key.subList(0, length), Long.MIN_VALUE));
    }
    Map<String, Object> values = new HashMap<>();
    for (Map.Entry<String, Cell> cell : table.rows.getOrDefault(key, Map.of()).entrySet()) {
      if (cell.getValue().timestamp() > removed && cell.getValue().value() != NOTHING) {
        values.put(cell.getKey(), cell.getValue().value());
      }
    }
    return values;
  }

  private static boolean startsWith(List<Object> key, List<Object> prefix) {
    return key.size() >= prefix.size() && key.subList(0, prefix.size()).equals(prefix);
  }
}
