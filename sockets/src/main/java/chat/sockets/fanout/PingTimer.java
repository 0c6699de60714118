package chat.sockets.fanout;

import org.jspecify.annotations.Nullable;

/**
 * Decides when a connection is pinged, and when it is closed because of a deadline or silence. Only
 * {@link #heard} may be called by any thread; the shard's thread calls the rest.
 */
final class PingTimer {

  private static final long NEVER = Long.MAX_VALUE;

  private final FanOutSettings settings;
  private long pingedAt;
  private long deadline = NEVER;
  private CloseReason deadlineReason = CloseReason.NO_CONNECT;
  private volatile long heardAt;

  PingTimer(FanOutSettings settings, long now) {
    this.settings = settings;
    this.heardAt = now;
    this.pingedAt = now;
  }

  /** The client sent or read bytes. */
  void heard(long now) {
    heardAt = now;
  }

  void closeAt(long deadlineMillis, CloseReason reason) {
    deadline = deadlineMillis;
    deadlineReason = reason;
  }

  /** Why the connection has to be closed now; null if it has not. */
  @Nullable CloseReason due(long now, boolean pings) {
    if (now >= deadline) {
      return deadlineReason;
    }
    long silence = settings.pingInterval().plus(settings.pingTimeout()).toMillis();
    return pings && now - heardAt >= silence ? CloseReason.GOING_AWAY : null;
  }

  /** Whether a ping is due; if so the next one is due an interval later. */
  boolean ping(long now) {
    boolean isDue = now - pingedAt >= settings.pingInterval().toMillis();
    pingedAt = isDue ? now : pingedAt;
    return isDue;
  }
}
