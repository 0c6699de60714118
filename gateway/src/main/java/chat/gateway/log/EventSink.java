package chat.gateway.log;

/** Handles the events that the feed reads. */
public interface EventSink {

  /** The feed begins to read a log with a number of partitions. Called before its first event. */
  default void begin(int partitions) {}

  /**
   * Waits until one more event can be delivered. Called before the lock of a partition is acquired,
   * so that no other thread waits for what this waits for.
   */
  default void awaitCapacity() {}

  /**
   * Delivers the next event of a room that has subscriptions. Called in log order, by one thread
   * per room, under the lock of the room's partition; must not block.
   */
  void deliver(LoggedEvent event);

  /** A batch of records was read: sends the delivered events. */
  void flush();

  /**
   * The same, with the age of the delivered events.
   *
   * @param oldestAppendedAt time when the oldest record was appended, in milliseconds of the
   *     broker's clock
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
   * Observes an event of any room, with or without subscriptions. Called in log order, under the
   * lock of the room's partition and before the event is delivered; must not block.
   */
  void observe(LoggedEvent event);

  /** The log was lost: the events that come next may not follow those before. */
  void reset();
}
