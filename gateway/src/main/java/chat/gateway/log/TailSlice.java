package chat.gateway.log;

import java.util.List;

/**
 * What the tail holds of a range of a room's log.
 *
 * @param events in log order
 * @param from every event of the room from this seq on, up to the range's end, is among them
 */
public record TailSlice(List<LoggedEvent> events, long from) {

  public TailSlice {
    events = List.copyOf(events);
  }

  /** Whether nothing after that position is missing. */
  public boolean covers(long after) {
    return from <= after + 1;
  }

  /** Whether what stands before the first event is still to be found out. */
  public boolean lacksPrev() {
    return !events.isEmpty() && events.get(0).prev() == RoomChain.UNKNOWN;
  }
}
