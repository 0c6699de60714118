package chat.gateway.log;

/**
 * Where an event stands that was to be appended.
 *
 * @param outcome how it ended
 * @param seq the place of the first record with its identity; nowhere if the record is void
 */
public record Appended(Outcome outcome, long seq) {

  /** How an append ended. */
  public enum Outcome {
    /** The record of this append is the event. */
    OWN,
    /** The same was appended under the same id before, by another gateway or at another time. */
    DOUBLE,
    /**
     * What it was decided on has changed meanwhile: the event is not in the log, and won't be. It
     * has to be decided again.
     */
    VOID
  }

  static Appended own(long seq) {
    return new Appended(Outcome.OWN, seq);
  }

  static Appended asDouble(long seq) {
    return new Appended(Outcome.DOUBLE, seq);
  }

  static Appended asVoid() {
    return new Appended(Outcome.VOID, 0);
  }

  /** Whether the record is the very one of this append. */
  public boolean own() {
    return outcome == Outcome.OWN;
  }

  /** Whether it does not count. */
  public boolean isVoid() {
    return outcome == Outcome.VOID;
  }

  Appended byAnother() {
    return own() ? asDouble(seq) : this;
  }
}
