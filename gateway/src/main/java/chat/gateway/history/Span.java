package chat.gateway.history;

/**
 * A range of a room's events.
 *
 * @param after exclusive
 * @param before exclusive
 * @param newestFirst whether to read from the newest event backwards
 * @param limit maximum number of events
 */
public record Span(String room, long after, long before, boolean newestFirst, int limit) {

  Span atMost(int newLimit) {
    return new Span(room, after, before, newestFirst, newLimit);
  }

  /** The rest of the span after an event. */
  Span past(long seq) {
    return newestFirst
        ? new Span(room, after, seq, true, limit)
        : new Span(room, seq, before, false, limit);
  }
}
