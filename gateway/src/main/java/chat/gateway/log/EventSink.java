package chat.gateway.log;

/** Where the feed hands on the events of rooms that somebody here listens to. */
public interface EventSink {

  /**
   * Takes the room's next event. Called in log order, one room by one thread; must not block long.
   */
  void deliver(LoggedEvent event);

  /** That was all there is at present: what was delivered may go out. */
  void delivered();

  /**
   * The log was lost sight of: what listeners have seen so far is no ground for what comes next.
   */
  void reset();
}
