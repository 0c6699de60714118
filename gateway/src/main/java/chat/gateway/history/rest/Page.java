package chat.gateway.history.rest;

import chat.gateway.log.LoggedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a room's messages.
 *
 * @param messages oldest first
 * @param before what to ask the page of older ones with; null if there are none
 * @param after what to ask the page of newer ones with; null if there are none
 */
record Page(String room, List<LoggedEvent> messages, @Nullable Long before, @Nullable Long after) {

  /** The same; if it is empty, newer ones are to be asked for from that seq on. */
  Page orAfter(long seq, boolean hasNewer) {
    return messages.isEmpty() && hasNewer ? new Page(room, messages, before, seq) : this;
  }

  /** The same; if it is empty, older ones are to be asked for from that seq on. */
  Page orBefore(long seq, boolean hasOlder) {
    return messages.isEmpty() && hasOlder ? new Page(room, messages, seq, after) : this;
  }
}
