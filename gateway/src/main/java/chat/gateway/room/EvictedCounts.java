package chat.gateway.room;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Upper bounds of the number of rooms of users whose lists were evicted. They only grow, so that
 * joins of very many users in turn need no list. The least recently used ones are dropped. Guarded
 * by its owner.
 */
final class EvictedCounts {

  private final Map<String, Integer> counts;

  EvictedCounts(int capacity) {
    this.counts =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > capacity;
          }
        };
  }

  /** A list was evicted. */
  void evicted(String user, int rooms) {
    counts.put(user, rooms);
  }

  /** A user became a member of a further room. */
  void joined(String user) {
    counts.computeIfPresent(user, (id, count) -> count + 1);
  }

  /** The bound; null if it is not known. */
  @Nullable Integer of(String user) {
    return counts.get(user);
  }

  void clear() {
    counts.clear();
  }
}
