package chat.gateway.room;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The latest changes of members of all rooms, by user. Changed under the lock of its owner. */
final class RecentMemberships {

  private record Membership(String user, String room) {}

  private final int capacity;
  private final Set<Membership> changed = new LinkedHashSet<>();
  private final Map<String, Map<String, Boolean>> byUser = new HashMap<>();

  RecentMemberships(int capacity) {
    this.capacity = capacity;
  }

  /** Adds a change; the oldest one goes if need be. */
  void add(String user, String room, boolean belongs) {
    Membership membership = new Membership(user, room);
    changed.remove(membership);
    changed.add(membership);
    byUser.computeIfAbsent(user, first -> new ConcurrentHashMap<>()).put(room, belongs);
    if (changed.size() > capacity) {
      forgetOldest();
    }
  }

  /**
   * The rooms of a user that changed recently: true if the user became a member, false if not any
   * more. The map may be read without the lock.
   */
  Map<String, Boolean> of(String user) {
    return byUser.getOrDefault(user, Map.of());
  }

  private void forgetOldest() {
    Iterator<Membership> oldest = changed.iterator();
    Membership dropped = oldest.next();
    oldest.remove();
    byUser.computeIfPresent(
        dropped.user,
        (id, rooms) -> {
          rooms.remove(dropped.room);
          return rooms.isEmpty() ? null : rooms;
        });
  }
}
