package chat.sockets.fanout;

/**
 * A subscription's hold on the source of its room's events: while it lasts, the source delivers.
 */
public interface Upstream {

  /** The seq of the room's last event when it began; later events are delivered. */
  long lastSeq();

  /** Ends it; called once. */
  void end();
}
