package chat.gateway.session;

import chat.gateway.presence.TrackedSession;
import chat.sockets.fanout.SubscriptionObserver;

/** A session that is published, and that has one more observer. */
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
