package chat.sockets.fanout;

/**
 * What is known of one socket in one room, while it is joined and for some time after.
 *
 * @param connection the connection's facts when this was made
 * @param user the id of the connection's user
 * @param joinedAt in milliseconds
 * @param joinedSeq the seq of the room's last event when it joined; later events are delivered live
 * @param after the seq after which the client asked for missed events; {@link #LIVE} if it did not
 * @param catchingUp whether the missed events are, or were at the end, still to come
 * @param recovered whether the client got all missed events
 * @param passed the seq of the last live event that was queued for the socket; 0 for none
 * @param queuedFrom the seq of the first event that waits, or waited at the end, to be handed to
 *     the socket; 0 for none
 * @param endedAt when it ended, in milliseconds; 0 while it is joined
 * @param end why it ended; empty while it is joined
 */
public record SubscriptionFacts(
    ConnectionFacts connection,
    String user,
    String room,
    long joinedAt,
    long joinedSeq,
    long after,
    boolean catchingUp,
    boolean recovered,
    long passed,
    long queuedFrom,
    long endedAt,
    String end) {

  /** For {@link #after}: the client asked for live events only. */
  public static final long LIVE = -1;

  /** The same with all times later by some milliseconds. */
  SubscriptionFacts later(long millis) {
    return new SubscriptionFacts(
        connection.later(millis),
        user,
        room,
        joinedAt + millis,
        joinedSeq,
        after,
        catchingUp,
        recovered,
        passed,
        queuedFrom,
        endedAt == 0 ? 0 : endedAt + millis,
        end);
  }

  /** The fate of an event of the room. */
  public Fate of(long seq) {
    if (seq > Math.max(joinedSeq, passed)) {
      return endedAt == 0 ? Fate.AWAITED : Fate.LEFT_BEFORE;
    }
    if (seq > joinedSeq) {
      return handedOver(seq, Fate.DELIVERED);
    }
    if (after == LIVE) {
      return Fate.JOINED_LATER;
    }
    if (seq <= after) {
      return Fate.CONFIRMED;
    }
    return recovered || catchingUp ? handedOver(seq, Fate.REPLAYED) : Fate.LOST;
  }

  private Fate handedOver(long seq, Fate whole) {
    boolean waits = queuedFrom > 0 && seq >= queuedFrom;
    if (!catchingUp && !waits) {
      return whole;
    }
    if (endedAt > 0) {
      return Fate.UNSENT;
    }
    return catchingUp ? Fate.CATCHING_UP : Fate.QUEUED;
  }
}
