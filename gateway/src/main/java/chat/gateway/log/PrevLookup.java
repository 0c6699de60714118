package chat.gateway.log;

/**
 * The look-up of the last event before a room's events in the tail. Holds the room in memory until
 * it has an answer or fails.
 */
public final class PrevLookup {

  private final PartitionLog log;
  private final TailSubscription hold;
  private final RoomChain chain;
  private final long before;

  PrevLookup(PartitionLog log, TailSubscription hold, RoomChain chain, long before) {
    this.log = log;
    this.hold = hold;
    this.chain = chain;
    this.before = before;
  }

  /** The seq before which the room's last event is looked up. */
  public long before() {
    return before;
  }

  /**
   * Sets the answer.
   *
   * @param seqBefore seq of the event; 0 if there is none
   */
  public void answer(long seqBefore) {
    log.setPrev(chain, seqBefore);
  }

  /** Releases the room; to be called once, after the answer was used or the look-up failed. */
  public void end() {
    hold.end();
  }
}
