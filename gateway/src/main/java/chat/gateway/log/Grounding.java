package chat.gateway.log;

/**
 * The question what stands before a room's events in the tail. Holds the room in memory until it is
 * answered or given up.
 */
public final class Grounding {

  private final PartitionLog log;
  private final Listening hold;
  private final RoomChain chain;
  private final long before;

  Grounding(PartitionLog log, Listening hold, RoomChain chain, long before) {
    this.log = log;
    this.hold = hold;
    this.chain = chain;
    this.before = before;
  }

  /** Asked for is the room's last event before this seq. */
  public long before() {
    return before;
  }

  /**
   * Answers it.
   *
   * @param seqBefore 0 if there is none
   */
  public void answer(long seqBefore) {
    log.ground(chain, seqBefore);
  }

  /** Lets the room go; to be called once, after the answer was used or when there is none. */
  public void end() {
    hold.end();
  }
}
