package chat.gateway.inbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rooms in a user's inbox, sorted by name: the few bytes of an array slot for each, where a
 * hash table takes forty.
 */
final class UserRooms implements Iterable<InboxEntry> {

  private final List<InboxEntry> sorted = new ArrayList<>(0);

  int size() {
    return sorted.size();
  }

  @Nullable InboxEntry get(String room) {
    int index = search(room);
    return index < 0 ? null : sorted.get(index);
  }

  /** Adds the entry of a room that has none. */
  void add(InboxEntry entry) {
    sorted.add(-1 - search(entry.room.name), entry);
  }

  void remove(InboxEntry entry) {
    int index = search(entry.room.name);
    if (index >= 0 && sorted.get(index) == entry) {
      sorted.remove(index);
    }
  }

  /** The entries now. */
  List<InboxEntry> copy() {
    return List.copyOf(sorted);
  }

  @Override
  public Iterator<InboxEntry> iterator() {
    return sorted.iterator();
  }

  /** The index of a room, or -1 minus the index at which it would be. */
  private int search(String room) {
    int from = 0;
    int to = sorted.size() - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      int order = sorted.get(middle).room.name.compareTo(room);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        from = middle + 1;
      } else {
        to = middle - 1;
      }
    }
    return -1 - from;
  }
}
