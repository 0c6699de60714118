package chat.gateway.session.socketio;

import chat.gateway.session.RoomObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The rooms that one session is in, and the last event before it was, as {@link RoomKeeper} has it.
 */
final class KeptRooms implements RoomObserver {

  private final String session;
  private final RoomKeeper keeper;
  private final Map<String, Long> rooms;
  private final AtomicBoolean queued = new AtomicBoolean();
  private volatile boolean over;

  KeptRooms(String session, RoomKeeper keeper, Map<String, Long> rooms) {
    this.session = session;
    this.keeper = keeper;
    this.rooms = new ConcurrentHashMap<>(rooms);
  }

  String session() {
    return session;
  }

  @Override
  public void joined(String room, long from) {
    if (rooms.putIfAbsent(room, from) == null) {
      keeper.changed(this);
    }
  }

  @Override
  public void leaves(String room) {
    if (rooms.remove(room) != null) {
      keeper.changed(this);
    }
  }

  /**
   * Who was put out of a room may have missed to be told, so there is nothing to go on with: the
   * client joins its rooms again, and hears then where it may not be.
   */
  @Override
  public void left(String room) {
    if (rooms.containsKey(room)) {
      leave();
    }
  }

  /** The client left of its own will: there is nothing to come back to. */
  void leave() {
    over = true;
    keeper.changed(this);
  }

  boolean isOver() {
    return over;
  }

  /** Whether it is to be written and does not wait for that already. */
  boolean queue() {
    return queued.compareAndSet(false, true);
  }

  /** What is to be written now; what happens from now on is to be written again. */
  Map<String, Long> snapshot() {
    queued.set(false);
    return Map.copyOf(rooms);
  }
}
