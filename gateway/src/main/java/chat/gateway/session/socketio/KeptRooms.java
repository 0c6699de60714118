package chat.gateway.session.socketio;

import chat.gateway.session.RoomObserver;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;

/** The rooms of one session for {@link RoomKeeper}, each with the last event before its join. */
final class KeptRooms implements RoomObserver {

  private final String session;
  private final RoomKeeper keeper;
  private final Map<String, KeptRoom> rooms;
  private final Connection connection;
  private final ToLongFunction<String> reached;
  private final AtomicBoolean queued = new AtomicBoolean();
  private volatile boolean over;

  private volatile long positionedAt = System.nanoTime();

  KeptRooms(
      String session,
      RoomKeeper keeper,
      Map<String, KeptRoom> rooms,
      Connection connection,
      ToLongFunction<String> reached) {
    this.session = session;
    this.keeper = keeper;
    this.connection = connection;
    this.reached = reached;
    this.rooms = new ConcurrentHashMap<>(rooms);
  }

  String session() {
    return session;
  }

  @Override
  public void joined(String room, long from, boolean replays) {
    long bound = replays ? reached.applyAsLong(room) : KeptRoom.UNBOUND;
    if (rooms.putIfAbsent(room, new KeptRoom(from, bound)) == null) {
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

  /** Sends a position, if the last one was sent some time ago. Returns whether it did. */
  boolean position(Frame frame, Duration interval) {
    long now = System.nanoTime();
    boolean due = now - positionedAt >= interval.toNanos();
    if (due) {
      positionedAt = now;
      connection.sendPosition(frame);
    }
    return due;
  }

  boolean isOver() {
    return over;
  }

  /** Marks it as waiting to be written. Returns false if it waits already. */
  boolean queue() {
    return queued.compareAndSet(false, true);
  }

  /** The rooms to write now. Later changes have to be written again. */
  Map<String, KeptRoom> snapshot() {
    queued.set(false);
    return Map.copyOf(rooms);
  }
}
