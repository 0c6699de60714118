package chat.gateway.log;

import chat.gateway.log.RoomChain.Link;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Indexes the changes in a tail by the seq of their message. A deletion finds its edits, and a page
 * the changes of its messages, at a cost that does not depend on other events. Guarded by the lock
 * of the {@link PartitionLog}.
 */
final class ChangeIndex {

  /** Estimated bytes of an entry in memory: a node of the map, its key, the ends of the list. */
  static final int ENTRY_OVERHEAD = 88;

  /** The changes of one message, linked in log order. */
  private static final class Changes {
    final Link oldest;
    Link newest;

    Changes(Link oldest, Link newest) {
      this.oldest = oldest;
      this.newest = newest;
    }
  }

  private final Map<Long, Changes> byTarget = new HashMap<>();

  /** Adds the tail's newest event. */
  void add(Link change) {
    Changes changes = byTarget.get(change.target);
    if (changes == null) {
      byTarget.put(change.target, new Changes(change, change));
    } else {
      changes.newest.laterChange = change;
      changes.newest = change;
    }
  }

  /** Removes the tail's oldest event, which is the oldest change of its message too. */
  void removeOldest(Link change) {
    Changes changes = byTarget.get(change.target);
    if (changes == null || changes.oldest != change) {
      return;
    }
    Link later = change.laterChange;
    if (later == null) {
      byTarget.remove(change.target);
    } else {
      byTarget.put(change.target, new Changes(later, changes.newest));
    }
  }

  /** Visits the changes of one message of a room in log order. */
  void forEach(RoomChain chain, long target, Consumer<Link> visitor) {
    Changes changes = byTarget.get(target);
    @Nullable Link change = changes == null ? null : changes.oldest;
    while (change != null) {
      if (change.chain == chain) {
        visitor.accept(change);
      }
      change = change.laterChange;
    }
  }
}
