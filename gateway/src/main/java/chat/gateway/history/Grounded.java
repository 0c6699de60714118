package chat.gateway.history;

import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import org.jspecify.annotations.Nullable;

/**
 * A room's partition that knows the event before the room's first event in the tail.
 *
 * @param lastBefore that event, if it was read just now from the tables; a client that has all but
 *     this one needs no second look-up
 */
public record Grounded(PartitionLog log, @Nullable LoggedEvent lastBefore) {

  /** Whether the tail and the event before it hold all events of a room after a seq. */
  public boolean covers(String room, long after) {
    return log.covers(room, after)
        || (lastBefore != null && lastBefore.prev() <= after && log.covers(room, lastBefore.seq()));
  }
}
