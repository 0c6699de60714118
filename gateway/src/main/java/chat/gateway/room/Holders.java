package chat.gateway.room;

import java.util.HashMap;
import java.util.Map;

/** Counts which user holds which rooms in memory. Safe for use by several threads. */
final class Holders {

  private final Map<String, Map<RoomEntry, Integer>> held = new HashMap<>();

  synchronized void add(String user, RoomEntry entry) {
    held.computeIfAbsent(user, first -> new HashMap<>(2)).merge(entry, 1, Integer::sum);
  }

  synchronized void remove(String user, RoomEntry entry) {
    held.computeIfPresent(
        user,
        (id, rooms) -> {
          rooms.computeIfPresent(entry, (same, times) -> times == 1 ? null : times - 1);
          return rooms.isEmpty() ? null : rooms;
        });
  }

  /**
   * Estimated bytes that a user holds: of each room the user's share, as others may hold it too.
   */
  synchronized long bytes(String user) {
    return held.getOrDefault(user, Map.of()).entrySet().stream()
        .mapToLong(room -> room.getKey().share() * room.getValue())
        .sum();
  }
}
