package chat.gateway.log;

/** Handles the events that the feed reads. */
public interface EventSink {

  /** The feed begins to read a log of so many partitions. Called before its first event. */
  default void begin(int partitions) {}

  /**
   * Delivers the next event of a room that has listeners. Called in log order, one room by one
   * thread; must not block long.
   */
  void deliver(LoggedEvent event);

  /** All records at hand were read: sends what was delivered. */
  void flush();

  /**
   * The same, with the age of what was delivered.
   *
   * @param oldestAppendedAt when the oldest record was appended, in milliseconds of the broker's
   *     clock
   */
  default void flush(long oldestAppendedAt) {
    flush();
  }

  /**
   * Tells when the next event was appended.
   *
   * @param at in milliseconds of the broker's clock
   */
  default void appended(long at) {}

  /**
   * Observes an event of any room, with or without listeners. Called in log order, under the lock
   * of the room's partition and before the event is delivered; must not block.
   */
  void observe(LoggedEvent event);

  /** The log was lost: the events that come next may not follow those before. */
  void reset();
}
