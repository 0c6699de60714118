package chat.gateway.room;

import chat.gateway.broadcast.Broadcast;
import chat.gateway.broadcast.Departure;
import chat.gateway.log.EventKind;
import chat.gateway.log.EventSink;
import chat.gateway.log.LoggedEvent;
import java.util.Optional;

/**
 * Applies the feed's events to the rooms in memory, then delivers them to the connections that have
 * joined.
 */
final class RoomEvents implements EventSink {

  private final RoomMemory rooms;
  private final Memberships memberships;
  private final RoomActivity activity;
  private final PublicRooms publicRooms;
  private final Broadcast broadcast;
  private long appendedAt;

  RoomEvents(
      RoomMemory rooms,
      Memberships memberships,
      RoomActivity activity,
      PublicRooms publicRooms,
      Broadcast broadcast) {
    this.rooms = rooms;
    this.memberships = memberships;
    this.activity = activity;
    this.publicRooms = publicRooms;
    this.broadcast = broadcast;
  }

  @Override
  public void appended(long at) {
    appendedAt = at;
  }

  @Override
  public void taken(LoggedEvent event) {
    activity.apply(event.room(), event.seq(), appendedAt);
    rooms.apply(event);
    broadcast.reached(event);
  }

  @Override
  public void deliver(LoggedEvent event) {
    Optional<Departure> departure =
        EventKind.ROOM_CHANGE.includes(event.type())
            ? rooms.decode(event).flatMap(e -> Departures.by(e, rooms.known(event.room())))
            : Optional.empty();
    departure.ifPresentOrElse(
        some -> broadcast.deliver(event, some), () -> broadcast.deliver(event));
  }

  @Override
  public void delivered() {
    broadcast.delivered();
  }

  @Override
  public void delivered(long oldestAppendedAt) {
    broadcast.delivered(oldestAppendedAt);
  }

  @Override
  public void reset() {
    rooms.reset();
    memberships.reset();
    activity.reset();
    publicRooms.reset();
    broadcast.reset();
  }
}
