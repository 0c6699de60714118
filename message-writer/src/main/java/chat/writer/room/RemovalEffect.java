package chat.writer.room;

/** What is written of a removal itself. */
public sealed interface RemovalEffect extends Effect {

  /**
   * A removal is to be done. From here on readers leave out the texts of edits of its message,
   * whether they are gone from the tables or not.
   */
  record RemovalBegun(Removal removal) implements RemovalEffect {
    @Override
    public long seq() {
      return removal.seq();
    }
  }

  /** A removal has come to where it says. */
  record RemovalAdvanced(Removal removal) implements RemovalEffect {
    @Override
    public long seq() {
      return removal.seq();
    }
  }

  /**
   * A removal is done. Readers still leave out what they may have read before, for longer than a
   * reader takes.
   */
  record RemovalDone(Removal removal) implements RemovalEffect {
    @Override
    public long seq() {
      return removal.seq();
    }
  }

  /**
   * All removals of a partition before a seq are done, so that they are not looked for again.
   *
   * @param seq the first that may not be done
   */
  record RemovalsDone(int partition, long seq) implements RemovalEffect {}
}
