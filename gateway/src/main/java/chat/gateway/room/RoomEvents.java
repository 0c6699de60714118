package chat.gateway.room;

import chat.gateway.log.DeliveredPositions;
import chat.gateway.log.EventKind;
import chat.gateway.log.EventSink;
import chat.gateway.log.LoggedEvent;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.Removal;
import java.util.Optional;

/**
 * Applies the feed's events to the rooms in memory, then delivers them to the connections that have
 * joined.
 */
public final class RoomEvents implements EventSink {

  private final RoomMemory rooms;
  private final Memberships memberships;
  private final RoomActivity activity;
  private final PublicRooms publicRooms;
  private final EventObserver observer;
  private final Hub hub;
  private final DeliveredPositions positions;
  private long appendedAt;

  public RoomEvents(
      RoomMemory rooms,
      Memberships memberships,
      RoomActivity activity,
      PublicRooms publicRooms,
      EventObserver observer,
      Hub hub,
      DeliveredPositions positions) {
    this.rooms = rooms;
    this.memberships = memberships;
    this.activity = activity;
    this.publicRooms = publicRooms;
    this.observer = observer;
    this.hub = hub;
    this.positions = positions;
  }

  @Override
  public void begin(int partitions) {
    positions.begin(partitions);
  }

  @Override
  public void appended(long at) {
    appendedAt = at;
  }

  @Override
  public void observe(LoggedEvent event) {
    activity.apply(event.room(), event.seq(), appendedAt);
    rooms.apply(event);
    observer.observe(event);
    positions.reached(event);
  }

  @Override
  public void awaitCapacity() {
    hub.awaitCapacity();
  }

  @Override
  public void deliver(LoggedEvent event) {
    Optional<Removal> removal =
        EventKind.ROOM_CHANGE.includes(event.type())
            ? rooms.decode(event).flatMap(e -> Departures.by(e, rooms.known(event.room())))
            : Optional.empty();
    Frame frame =
        Frame.event(event.room(), event.seq(), event.type(), event.frame(), positions.position());
    removal.ifPresentOrElse(
        some -> hub.deliver(event.room(), frame, some), () -> hub.deliver(event.room(), frame));
  }

  @Override
  public void flush() {
    positions.flushed();
    hub.flush();
  }

  @Override
  public void flush(long oldestAppendedAt) {
    positions.flushed();
    hub.flush(oldestAppendedAt);
  }

  @Override
  public void reset() {
    rooms.reset();
    memberships.reset();
    activity.reset();
    publicRooms.reset();
    observer.reset();
    hub.reset();
  }
}
