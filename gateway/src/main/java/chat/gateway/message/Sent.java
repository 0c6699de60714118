package chat.gateway.message;

import chat.contract.event.EventSummary;
import chat.gateway.log.LoggedEvent;

/**
 * A message in the log.
 *
 * @param event in its current state
 * @param id the message's id
 * @param at when it was accepted, in milliseconds since the epoch UTC
 * @param first whether this send appended it; false: an earlier send did
 */
public record Sent(LoggedEvent event, String id, long at, boolean first) {

  static Sent before(LoggedEvent event) {
    EventSummary summary = EventSummary.of(event.value());
    return new Sent(event, summary.id(), summary.at(), false);
  }

  /** Its seq. */
  public long seq() {
    return event.seq();
  }
}
