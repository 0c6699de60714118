package chat.gateway.room;

import chat.gateway.log.LoggedEvent;

/** Observes the events of all rooms, after the rooms in memory have them. */
public interface EventObserver {

  /**
   * Observes the next event of its room. Called in log order, under the lock of the room's
   * partition; must not block.
   */
  void observe(LoggedEvent event);

  /** The log was lost: the events that come next may not follow those before. */
  void reset();
}
