package chat.sockets.fanout;

import java.util.Locale;

/** What became of an event for one subscription, as far as a gateway knows. */
public enum Fate {
  /** It was handed to the socket as a live event. */
  DELIVERED,
  /** It was handed to the socket among the missed events. */
  REPLAYED,
  /** The client said when it joined that it had the event. */
  CONFIRMED,
  /** It waits to be written: the client is behind. */
  QUEUED,
  /** The missed events are still looked up. */
  CATCHING_UP,
  /** This gateway has not read it from the log yet. */
  AWAITED,
  /** The socket ended while the event was in its queue, so it may not have been sent. */
  UNSENT,
  /** The client asked for it and was answered {@code recovered:false}, so it has to page. */
  LOST,
  /** The socket joined after it and did not ask for missed events. */
  JOINED_LATER,
  /** The socket left the room, or ended, before it. */
  LEFT_BEFORE;

  /** As in answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
