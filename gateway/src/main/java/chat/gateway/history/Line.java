package chat.gateway.history;

import chat.contract.EventSummary;
import chat.gateway.log.LoggedEvent;
import org.jspecify.annotations.Nullable;

/**
 * What an index tells of an event.
 *
 * @param author the id of the user whose message it is; null if it is none, or is deleted
 */
record Line(long seq, String type, @Nullable String author) {

  /** A message that was read; what can't be read is nobody's. */
  static Line of(LoggedEvent message) {
    try {
      EventSummary summary = EventSummary.of(message.value());
      return new Line(message.seq(), message.type(), summary.isDeleted() ? null : summary.author());
    } catch (IllegalArgumentException e) {
      return new Line(message.seq(), message.type(), null);
    }
  }
}
