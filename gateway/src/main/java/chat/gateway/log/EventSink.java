package chat.gateway.log;

/** Where the feed hands on the events of rooms that somebody here listens to. */
public interface EventSink {

  /** The feed begins to read a log of so many partitions. Called before its first event. */
  default void begin(int partitions) {}

  /**
   * Takes the room's next event. Called in log order, one room by one thread; must not block long.
   */
  void deliver(LoggedEvent event);

  /** That was all there is at present: what was delivered may go out. */
  void delivered();

  /**
   * The same, saying how old it is.
   *
   * @param oldestAppendedAt when the oldest record of it was appended, in milliseconds of the
   *     broker's clock
   */
  default void delivered(long oldestAppendedAt) {
    delivered();
  }

  /**
   * Says when the event was appended that is taken next.
   *
   * @param at in milliseconds of the broker's clock
   */
  default void appended(long at) {}

  /**
   * Sees an event of any room, listened to or not. Called in log order, under the lock of the
   * room's partition and before the event is delivered; must not block.
   */
  void taken(LoggedEvent event);

  /**
   * The log was lost sight of: what listeners have seen so far is no ground for what comes next.
   */
  void reset();
}
