package chat.gateway.session.socketio;

import chat.gateway.session.RoomObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The rooms of one session for {@link RoomKeeper}, each with the last event before its join. */
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
   * Ends the session's recovery: a client that was removed from a room may not have been told. It
   * joins its rooms again, and gets a refusal for those that it may not join.
   */
  @Override
  public void left(String room) {
    if (rooms.containsKey(room)) {
      leave();
    }
  }

  /** The client disconnected itself, so the session can't be resumed. */
  void leave() {
    over = true;
    keeper.changed(this);
  }

  boolean isOver() {
    return over;
  }

  /** Marks it as waiting to be written. Returns false if it waits already. */
  boolean queue() {
    return queued.compareAndSet(false, true);
  }

  /** The rooms to write now. Later changes have to be written again. */
  Map<String, Long> snapshot() {
    queued.set(false);
    return Map.copyOf(rooms);
  }
}
