package chat.sockets.fanout;

/** Observes the subscriptions of one connection, on its shard's thread. Must not block. */
public interface SubscriptionObserver {

  /** The connection joined a room. */
  void joined(String room);

  /** The connection left a room or was removed from it. Not called when the connection ends. */
  void left(String room);
}
