package chat.gateway.room;

import java.util.function.BooleanSupplier;

/**
 * On whose account something is looked up.
 *
 * @param user whose look-ups take turns with those of other users
 * @param gone whether the answer is not wanted any more
 */
record Asker(String user, BooleanSupplier gone) {

  /** The system itself: its look-ups are those of one more user. */
  static final Asker SYSTEM = of("");

  /** A user who waits for the answer in any case. */
  static Asker of(String user) {
    return new Asker(user, () -> false);
  }
}
