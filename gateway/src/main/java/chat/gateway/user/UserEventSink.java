package chat.gateway.user;

import chat.contract.UserEvent;

/** Somebody on this gateway who has to know what happens to accounts. */
public interface UserEventSink {

  /**
   * Takes an event; on the feed's thread, so it must not block. The same event may come twice. What
   * happened within the last minutes before this gateway's start comes too.
   */
  void take(UserEvent event);
}
