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

  /** Its index in {@link Subscriptions}, which alone changes it. */
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

  /** The position after which the client asked for missed events, if it did. */
  private long asked = SubscriptionFacts.LIVE;

  private final long joinedAt;

  /** The last frame of a subscription that was removed while it caught up. */
  private @Nullable Frame removal;

  Subscription(Connection connection, String user, String room, Upstream upstream, long now) {
    this.connection = connection;
    this.user = user;
    this.room = room;
    this.upstream = upstream;
    this.since = upstream.lastSeq();
    this.joinedAt = now;
  }

  String room() {
    return room;
  }

  Connection connection() {
    return connection;
  }

  /** The id of the connection's user. */
  String user() {
    return user;
  }

  /** Whether it has received, or will receive, all of the room's events after that one. */
  boolean hasAllSince(long after) {
    return after >= since;
  }

  /** Holds live events back until the events after that one are queued. */
  void holdLive(long after) {
    since = after;
    asked = after;
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

  /** Ends it after the last delivered event. */
  void remove(Frame left) {
    if (catchingUp) {
      removal = removal == null ? left : removal;
    } else {
      connection.remove(this, left, ConnectionFacts.REMOVED);
    }
  }

  /**
   * Drops the frame while it catches up, because the client doesn't know yet that it has joined.
   */
  void deliverEphemeral(Frame frame, Set<Connection> except) {
    if (!catchingUp && !except.contains(connection)) {
      connection.enqueueEphemeral(frame);
    }
  }

  /** Adds the client to the room's watchers. */
  void watch(Runnable toldBehind) {
    behind = toldBehind;
  }

  /** Delivers the current state, on which later frames for watchers build. */
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
          connection.outbox().release(frame.size());
          connection.enqueueLive(frame);
        });
    held.clear();
    if (removal != null) {
      connection.remove(this, removal, ConnectionFacts.REMOVED);
    }
  }

  /**
   * The facts at this moment.
   *
   * @param passed the seq of the room's last event that was delivered to all of its subscriptions
   * @param endedAt 0 unless it ends now
   */
  SubscriptionFacts facts(ConnectionFacts of, long passed, long endedAt, String end) {
    long joinedSeq = upstream.lastSeq();
    // What waits when a client leaves the room is still sent, as its connection stays.
    boolean onlyLeaves = endedAt > 0 && of.endedAt() == 0;
    return new SubscriptionFacts(
        of,
        user,
        room,
        joinedAt,
        joinedSeq,
        asked,
        catchingUp,
        !catchingUp && asked != SubscriptionFacts.LIVE && since <= asked,
        passed > joinedSeq ? passed : 0,
        onlyLeaves ? 0 : connection.outbox().queuedFrom(room),
        endedAt,
        end);
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
    held.forEach(frame -> connection.outbox().release(frame.size()));
    held.clear();
  }
}
