package chat.gateway.history;

/**
 * What is wanted of a room's events.
 *
 * @param after exclusive
 * @param before exclusive
 * @param newestFirst from which end to begin
 * @param limit the most
 */
record Span(String room, long after, long before, boolean newestFirst, int limit) {

  Span atMost(int newLimit) {
    return new Span(room, after, before, newestFirst, newLimit);
  }

  /** What is left of it behind an event. */
  Span past(long seq) {
    return newestFirst
        ? new Span(room, after, seq, true, limit)
        : new Span(room, seq, before, false, limit);
  }
}
