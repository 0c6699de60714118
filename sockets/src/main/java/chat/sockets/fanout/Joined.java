package chat.sockets.fanout;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a join.
 *
 * @param seq the room's last event, 0 for none
 * @param recovered whether the client has, or is being sent, all that it missed; null if it asked
 *     for nothing
 * @param missed how many events follow, then live ones
 * @param isRefused whether nothing came of it, since the socket has joined as many rooms as it may
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
