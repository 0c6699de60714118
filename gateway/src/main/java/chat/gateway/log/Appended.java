package chat.gateway.log;

/**
 * Where an event stands that was to be appended.
 *
 * @param seq the place of the first record with its identity
 * @param own whether that record is the very one of this append, and not what somebody else, or the
 *     same client at another time, appended under the same id
 */
public record Appended(long seq, boolean own) {

  Appended byAnother() {
    return new Appended(seq, false);
  }
}
