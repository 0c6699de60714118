package chat.gateway.room;

import chat.contract.Author;
import chat.contract.MemberChange;
import chat.contract.RoomChange;
import chat.contract.RoomEvent;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whose membership of which room changed lately, as the feed saw it: so a list of somebody's rooms
 * doesn't wait until the tables have what just happened. Keeps far more than the writers are ever
 * behind. Safe for use by several threads.
 */
final class RecentMembers {

  private static final int CAPACITY = 100_000;

  private record Membership(String user, String room) {}

  private final Set<Membership> changed = new LinkedHashSet<>();
  private final Map<String, Set<String>> rooms = new HashMap<>();

  synchronized void take(RoomEvent event) {
    if (event instanceof MemberChange change) {
      add(change.user().id(), change.room());
    } else if (event instanceof RoomChange change && change.action() == RoomChange.Action.CREATED) {
      Author by = change.by();
      change.pair().forEach(one -> add(one.id(), change.room()));
      if (by != null) {
        add(by.id(), change.room());
      }
    }
  }

  /** The rooms in which somebody's membership began or ended lately. */
  synchronized List<String> roomsOf(String user) {
    return List.copyOf(rooms.getOrDefault(user, Set.of()));
  }

  private void add(String user, String room) {
    Membership membership = new Membership(user, room);
    changed.remove(membership);
    changed.add(membership);
    rooms.computeIfAbsent(user, first -> new LinkedHashSet<>()).add(room);
    if (changed.size() > CAPACITY) {
      Iterator<Membership> oldest = changed.iterator();
      Membership dropped = oldest.next();
      oldest.remove();
      rooms.computeIfPresent(
          dropped.user,
          (id, of) -> {
            of.remove(dropped.room);
            return of.isEmpty() ? null : of;
          });
    }
  }
}
