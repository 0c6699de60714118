package chat.sockets.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection joined to one room. While it catches up, live events are held back and follow the
 * missed ones. Used only by its shard's thread.
 */
final class Subscription {

  /** Its index among the room's subscriptions, which alone change it. */
  int index;

  private final Connection connection;
  private final String user;
  private final String room;
  private final Upstream upstream;
  private final List<Frame> held = new ArrayList<>(0);
  private @Nullable Runnable behind;
  private boolean watching;
  private boolean catchingUp;
  private long since;

  /** The last frame of a subscription that was removed while it caught up. */
  private @Nullable Frame removal;

  Subscription(Connection connection, String user, String room, Upstream upstream) {
    this.connection = connection;
    this.user = user;
    this.room = room;
    this.upstream = upstream;
    this.since = upstream.lastSeq();
  }

  String room() {
    return room;
  }

  /** The id of the connection's user. */
  String user() {
    return user;
  }

  /** Whether it has been given, or will be, all that the room had after that event. */
  boolean hasAllSince(long after) {
    return after >= since;
  }

  /** Live events wait from now on, until it has caught up from that event. */
  void holdLive(long after) {
    since = after;
    catchingUp = true;
    connection.startCatchUp();
  }

  void deliver(Frame frame) {
    if (!catchingUp) {
      connection.enqueueLive(frame);
    } else if (removal == null && connection.hold(frame)) {
      held.add(frame);
    }
  }

  /** The event that was delivered last is the last one for it. */
  void remove(Frame left) {
    if (catchingUp) {
      removal = removal == null ? left : removal;
    } else {
      connection.remove(this, left);
    }
  }

  /** While it catches up, its client doesn't know yet that it has joined. */
  void deliverEphemeral(Frame frame, Set<Connection> except) {
    if (!catchingUp && !except.contains(connection)) {
      connection.enqueueEphemeral(frame);
    }
  }

  /** Adds the client to the room's watchers. */
  void watch(Runnable toldBehind) {
    behind = toldBehind;
  }

  /** Tells how things stand, so that what changes from now on makes sense. */
  void deliverSnapshot(Frame frame) {
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

  /** The missed events are queued; the held live events follow. */
  void caughtUp(long caughtUpSince) {
    since = caughtUpSince;
    stopCatchingUp();
    held.forEach(
        frame -> {
          connection.release(frame);
          connection.enqueueLive(frame);
        });
    held.clear();
    if (removal != null) {
      connection.remove(this, removal);
    }
  }

  private void stopCatchingUp() {
    if (catchingUp) {
      catchingUp = false;
      connection.endCatchUp();
    }
  }

  void end() {
    stopCatchingUp();
    upstream.end();
    held.forEach(connection::release);
    held.clear();
  }
}
