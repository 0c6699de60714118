package chat.gateway.log;

/**
 * The result of an append.
 *
 * @param seq of the first record with the event's identity; {@code 0} if the record is void
 */
public record Appended(Outcome outcome, long seq) {

  /** The outcomes of an append. */
  public enum Outcome {
    /** The record of this append is the event. */
    OWN,
    /** The event was appended with the same id before, by another gateway or at another time. */
    DUPLICATE,
    /**
     * The state on which the event was decided has changed: the event is not and will not be in the
     * log, and has to be decided again.
     */
    VOID
  }

  static Appended own(long seq) {
    return new Appended(Outcome.OWN, seq);
  }

  static Appended asDuplicate(long seq) {
    return new Appended(Outcome.DUPLICATE, seq);
  }

  static Appended asVoid() {
    return new Appended(Outcome.VOID, 0);
  }

  /** Whether the event is the record of this append. */
  public boolean own() {
    return outcome == Outcome.OWN;
  }

  /** Whether the record is void. */
  public boolean isVoid() {
    return outcome == Outcome.VOID;
  }

  Appended byAnother() {
    return own() ? asDuplicate(seq) : this;
  }
}
