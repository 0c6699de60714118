package chat.writer.room;

/** The writes about a removal itself. */
public sealed interface RemovalEffect extends Effect {

  /**
   * A removal is recorded. From now on readers leave out the texts of the edits of its message,
   * whether these are still in the tables or not.
   */
  record RemovalBegun(Removal removal) implements RemovalEffect {
    @Override
    public long seq() {
      return removal.seq();
    }
  }

  /** A removal has made progress. */
  record RemovalAdvanced(Removal removal) implements RemovalEffect {
    @Override
    public long seq() {
      return removal.seq();
    }
  }

  /**
   * A removal is complete. Readers still leave out what they may have read before, for longer than
   * any reader takes.
   */
  record RemovalDone(Removal removal) implements RemovalEffect {
    @Override
    public long seq() {
      return removal.seq();
    }
  }

  /**
   * All removals of a partition before a seq are complete and need not be searched again.
   *
   * @param seq of the first one that may be incomplete
   */
  record RemovalsDone(int partition, long seq) implements RemovalEffect {}
}
