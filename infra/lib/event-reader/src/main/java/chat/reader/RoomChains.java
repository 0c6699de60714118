package chat.reader;

import chat.contract.Names;
import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rooms that a reader gives, and the last event of each named one. By {@code prev} it notices a
 * hole. Empty: all rooms, whose chains are not kept, as there is no bound on their number.
 */
final class RoomChains {

  /** The maximum number of named rooms: positions stay a small value. */
  static final int MAX_ROOMS = 1_000;

  /** In the place of the seq of a room's last event: none was given yet. */
  static final long UNKNOWN = -1;

  private final SortedMap<String, Long> last;

  /**
   * Rooms before their next event.
   *
   * @param rooms none: all rooms
   * @param last the last event of rooms, as far as it is known
   */
  RoomChains(Set<String> rooms, Map<String, Long> last) {
    check(rooms);
    this.last = new TreeMap<>(last);
    this.last.keySet().retainAll(rooms);
    rooms.forEach(room -> this.last.putIfAbsent(room, UNKNOWN));
  }

  /** The rooms that a start names; none: all rooms. */
  static Set<String> named(ReadFrom from) {
    if (from instanceof ReadFrom.Committed committed) {
      return named(committed.otherwise());
    } else if (from instanceof ReadFrom.Snapshot snapshot) {
      return snapshot.positions().after().keySet();
    }
    return from instanceof ReadFrom.After after ? after.seqs().keySet() : Set.of();
  }

  /**
   * Refuses rooms of which a start does not say where they begin.
   *
   * @param rooms none: all rooms
   */
  static void check(Set<String> rooms, ReadFrom from) {
    Set<String> named = named(from);
    if (!named.isEmpty() && rooms.isEmpty()) {
      throw new IllegalArgumentException("rooms: all (expected: rooms that the start names)");
    }
    rooms.stream()
        .filter(room -> !named.isEmpty() && !named.contains(room))
        .findFirst()
        .ifPresent(
            room -> {
              throw new IllegalArgumentException(
                  "room: " + room + " (expected: a room that the start names)");
            });
  }

  /**
   * Refuses what is no position in a room.
   *
   * @param min the least seq
   */
  static void check(Map<String, Long> seqs, long min) {
    check(seqs.keySet());
    seqs.forEach(
        (room, seq) -> {
          if (seq < min || seq > Seq.MAX) {
            throw new IllegalArgumentException(
                "seq of %s: %d (expected: %d..%d)".formatted(room, seq, min, Seq.MAX));
          }
        });
  }

  private static void check(Collection<String> rooms) {
    if (rooms.size() > MAX_ROOMS) {
      throw new IllegalArgumentException(
          "rooms: " + rooms.size() + " (expected: <= " + MAX_ROOMS + ")");
    }
    for (String room : rooms) {
      if (!Names.isRoom(room)) {
        throw new IllegalArgumentException("room: " + room + " (expected: the name of a room)");
      }
    }
  }

  /** The partitions of the rooms. */
  Set<Integer> partitions(int count) {
    return last.isEmpty()
        ? IntStream.range(0, count).boxed().collect(Collectors.toCollection(TreeSet::new))
        : last.keySet().stream()
            .map(room -> RoomPartition.of(room, count))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether an event of the room is to be given. */
  boolean wants(String room, long seq) {
    return last.isEmpty() || seq > last.getOrDefault(room, Seq.MAX);
  }

  /** Whether events of the room between the last one and this one are missing. */
  boolean breaksAt(PlacedEvent event) {
    Long before = last.get(event.room());
    Long prev = event.prev();
    return before != null && before != UNKNOWN && prev != null && prev > before;
  }

  /** The next event of the room was given. */
  void add(PlacedEvent event) {
    last.replace(event.room(), event.seq());
  }

  /** The seq of the last event of each named room, or {@link #UNKNOWN}. */
  SortedMap<String, Long> last() {
    return last;
  }

  /** A copy that changes on its own. */
  RoomChains copy() {
    return new RoomChains(last.keySet(), last);
  }
}
