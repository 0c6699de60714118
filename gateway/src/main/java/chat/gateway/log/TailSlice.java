package chat.gateway.log;

import java.util.List;

/**
 * The events of a room in a range of the tail.
 *
 * @param events in log order
 * @param from the seq from which the slice has every event of the room, up to the range's end
 */
public record TailSlice(List<LoggedEvent> events, long from) {

  public TailSlice {
    events = List.copyOf(events);
  }

  /** Whether no event after a seq is missing. */
  public boolean covers(long after) {
    return from <= after + 1;
  }

  /** Whether the event before the first one is not known. */
  public boolean lacksPrev() {
    return !events.isEmpty() && events.get(0).prev() == RoomChain.UNKNOWN;
  }
}
