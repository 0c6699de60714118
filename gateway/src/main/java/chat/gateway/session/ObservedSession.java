package chat.gateway.session;

import chat.gateway.presence.TrackedSession;
import chat.sockets.fanout.SubscriptionObserver;

/** Tells the presence of a session, and one more observer, about its rooms. */
record ObservedSession(TrackedSession presence, RoomObserver told) implements SubscriptionObserver {

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
