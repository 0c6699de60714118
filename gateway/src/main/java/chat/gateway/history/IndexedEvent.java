package chat.gateway.history;

import chat.contract.event.EventSummary;
import chat.gateway.log.LoggedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as an index tells it.
 *
 * @param author the id of the message's author; null if the event is no message, or is deleted
 * @param mentions ids of the users that the message's text names, as far as the index tells
 */
public record IndexedEvent(long seq, String type, @Nullable String author, List<String> mentions) {

  /** An event that names no users. */
  public IndexedEvent(long seq, String type, @Nullable String author) {
    this(seq, type, author, List.of());
  }

  /** A message's line; an unreadable message has no author. */
  static IndexedEvent of(LoggedEvent message) {
    try {
      EventSummary summary = EventSummary.of(message.value());
      return new IndexedEvent(
          message.seq(),
          message.type(),
          summary.isDeleted() ? null : summary.author(),
          summary.mentions());
    } catch (IllegalArgumentException e) {
      return new IndexedEvent(message.seq(), message.type(), null);
    }
  }
}
