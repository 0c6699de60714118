package chat.gateway.history.rest;

import chat.gateway.log.LoggedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a room's messages.
 *
 * @param messages oldest first
 * @param before the {@code before} of the page of older ones; null if there are none
 * @param after the {@code after} of the page of newer ones; null if there are none
 */
record Page(String room, List<LoggedEvent> messages, @Nullable Long before, @Nullable Long after) {

  /** The same; if it is empty, newer ones begin after that seq. */
  Page orAfter(long seq, boolean hasNewer) {
    return messages.isEmpty() && hasNewer ? new Page(room, messages, before, seq) : this;
  }

  /** The same; if it is empty, older ones end before that seq. */
  Page orBefore(long seq, boolean hasOlder) {
    return messages.isEmpty() && hasOlder ? new Page(room, messages, seq, after) : this;
  }
}
