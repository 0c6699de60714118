package chat.sockets.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection that has joined one room. While it catches up on what it missed, what happens now
 * is held back, so that it comes after. Touched only by its shard's thread.
 */
final class Listener {

  /** Where it stands among the room's listeners; theirs to change. */
  int place;

  private final Connection connection;
  private final String user;
  private final String room;
  private final Upstream upstream;
  private final List<Frame> held = new ArrayList<>(0);
  private @Nullable Runnable behind;
  private boolean watching;
  private boolean catchingUp;
  private long since;

  /** What it is told on leaving, as soon as it has caught up with the event that puts it out. */
  private @Nullable Frame departing;

  Listener(Connection connection, String user, String room, Upstream upstream) {
    this.connection = connection;
    this.user = user;
    this.room = room;
    this.upstream = upstream;
    this.since = upstream.lastSeq();
  }

  String room() {
    return room;
  }

  /** The id of whose connection it is. */
  String user() {
    return user;
  }

  /** Whether it has been given, or will be, all that the room had after that event. */
  boolean hasAllSince(long after) {
    return after >= since;
  }

  /** Live events wait from now on, until it has caught up from that event. */
  void holdBack(long after) {
    since = after;
    catchingUp = true;
    connection.begunCatchingUp();
  }

  void deliver(Frame frame) {
    if (!catchingUp) {
      connection.enqueueLive(frame);
    } else if (departing == null && connection.hold(frame)) {
      held.add(frame);
    }
  }

  /** The event that was delivered last is the last one for it. */
  void depart(Frame left) {
    if (catchingUp) {
      departing = departing == null ? left : departing;
    } else {
      connection.depart(this, left);
    }
  }

  /** While it catches up, its client doesn't know yet that it has joined. */
  void deliverEphemeral(Frame frame, Set<Connection> except) {
    if (!catchingUp && !except.contains(connection)) {
      connection.enqueueEphemeral(frame);
    }
  }

  /** What is delivered to the room's watchers is for its client too. */
  void watch(Runnable toldBehind) {
    behind = toldBehind;
  }

  /** Tells how things stand, so that what changes from now on makes sense. */
  void deliverStanding(Frame frame) {
    if (behind != null) {
      watching = true;
      deliverWatched(frame);
    }
  }

  void deliverWatched(Frame frame) {
    if (behind != null && watching && (catchingUp || !connection.enqueueEphemeral(frame))) {
      watching = false;
      behind.run();
    }
  }

  /** What was missed is on its way: now what was held back follows. */
  void caughtUp(long caughtUpSince) {
    since = caughtUpSince;
    stopCatchingUp();
    held.forEach(
        frame -> {
          connection.release(frame);
          connection.enqueueLive(frame);
        });
    held.clear();
    if (departing != null) {
      connection.depart(this, departing);
    }
  }

  private void stopCatchingUp() {
    if (catchingUp) {
      catchingUp = false;
      connection.caughtUp();
    }
  }

  void end() {
    stopCatchingUp();
    upstream.end();
    held.forEach(connection::release);
    held.clear();
  }
}
