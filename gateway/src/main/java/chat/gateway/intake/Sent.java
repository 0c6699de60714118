package chat.gateway.intake;

import chat.contract.EventSummary;
import chat.gateway.log.LoggedEvent;

/**
 * A message that stands in the log.
 *
 * @param event as it is now
 * @param id the sender's
 * @param at when it was accepted, in milliseconds since the epoch UTC
 * @param first whether this send put it there; false: it was there already
 */
public record Sent(LoggedEvent event, String id, long at, boolean first) {

  static Sent before(LoggedEvent event) {
    EventSummary summary = EventSummary.of(event.value());
    return new Sent(event, summary.id(), summary.at(), false);
  }

  /** Its place. */
  public long seq() {
    return event.seq();
  }
}
