package chat.writer.events;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last event of each room of a partition, from which the next event's {@code prev} follows.
 * Rooms are dropped once the tables have their last event, and are then read from there.
 */
final class RoomLinks {

  /** Factor by which rooms that the tables don't have yet may exceed the capacity. */
  private static final int EXCESS = 2;

  /** Ordered by the last event, the oldest first. */
  private final Map<String, Long> last = new LinkedHashMap<>();

  private final int capacity;

  /**
   * No rooms.
   *
   * @param capacity maximum number of rooms whose last event the tables have
   */
  RoomLinks(int capacity) {
    this.capacity = capacity;
  }

  /** Whether the last event of a room is known. */
  boolean has(String room) {
    return last.containsKey(room);
  }

  /** Sets the last event of a room that is not known; 0 if it has none. */
  void put(String room, long seq) {
    last.putIfAbsent(room, seq);
  }

  /**
   * Appends a room's next event.
   *
   * @return the seq of the event before it; null if that is not known
   */
  @Nullable Long append(String room, long seq) {
    Long prev = last.remove(room);
    last.put(room, seq);
    return prev;
  }

  /** Whether there are so many rooms that some should be dropped. */
  boolean isCrowded() {
    return last.size() > capacity;
  }

  /** Whether no further room is accepted until the tables have more. */
  boolean isFull() {
    return last.size() > (long) capacity * EXCESS;
  }

  /**
   * Drops the oldest rooms beyond the capacity.
   *
   * @param written the seq before which the tables have every event of the partition
   */
  void drop(long written) {
    var oldest = last.values().iterator();
    while (isCrowded() && oldest.hasNext() && oldest.next() < written) {
      oldest.remove();
    }
  }
}
