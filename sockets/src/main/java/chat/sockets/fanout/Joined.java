package chat.sockets.fanout;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a join.
 *
 * @param seq the seq of the room's last event, 0 for none
 * @param recovered whether the client has, or is being sent, all missed events; null if it didn't
 *     ask for them
 * @param missed number of missed events that follow, before live ones
 * @param isRefused whether the join failed, because the connection is closed or has joined its
 *     maximum number of rooms
 */
public record Joined(long seq, @Nullable Boolean recovered, int missed, boolean isRefused) {

  static Joined live(long seq) {
    return new Joined(seq, null, 0, false);
  }

  static Joined recovered(long seq, int missed) {
    return new Joined(seq, true, missed, false);
  }

  static Joined lost(long seq) {
    return new Joined(seq, false, 0, false);
  }

  static Joined refused(long seq) {
    return new Joined(seq, null, 0, true);
  }
}
