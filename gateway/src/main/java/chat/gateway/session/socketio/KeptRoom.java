package chat.gateway.session.socketio;

/**
 * From where a session's room is resumed.
 *
 * @param from the last event before the session joined it
 * @param bound a seq in the room's partition, if events that were missed followed the join: a
 *     position that is not beyond it may be from before the join, and then says nothing of them;
 *     {@value #UNBOUND} if none followed
 */
record KeptRoom(long from, long bound) {

  static final long UNBOUND = -1;

  /** A room that was joined without missed events. */
  static KeptRoom from(long seq) {
    return new KeptRoom(seq, UNBOUND);
  }

  /**
   * The last event that the client certainly has.
   *
   * @param reached the seq in the room's partition up to which it got everything
   */
  long after(long reached) {
    return reached > bound ? Math.max(from, reached) : from;
  }

  /** The text in Redis: {@code from}, or {@code from>bound}. */
  String text() {
    return bound == UNBOUND ? Long.toString(from) : from + ">" + bound;
  }

  /**
   * Reads {@link #text}.
   *
   * @throws NumberFormatException if it is none
   */
  static KeptRoom parse(String text) {
    int end = text.indexOf('>');
    return end < 0
        ? from(Long.parseLong(text))
        : new KeptRoom(
            Long.parseLong(text.substring(0, end)), Long.parseLong(text.substring(end + 1)));
  }
}
