package chat.sockets.fanout;

/** A subscription's link to the source of its room's events, which delivers until the link ends. */
public interface Upstream {

  /** The seq of the room's last event when it began; later events are delivered. */
  long lastSeq();

  /** Ends it; called once. */
  void end();
}
