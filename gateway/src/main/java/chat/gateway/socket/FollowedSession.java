package chat.gateway.socket;

import chat.gateway.presence.TrackedSession;
import chat.sockets.fanout.Attendance;

/** A session that is published, and that has one more observer. */
record FollowedSession(TrackedSession presence, Whereabouts told) implements Attendance {

  @Override
  public void joined(String room) {
    presence.joined(room);
  }

  @Override
  public void left(String room) {
    presence.left(room);
    told.left(room);
  }
}
