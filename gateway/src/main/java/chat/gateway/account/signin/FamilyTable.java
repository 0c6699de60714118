package chat.gateway.account.signin;

import chat.gateway.account.AccountTables;
import chat.gateway.account.SignIns;
import java.time.Instant;
import java.util.Optional;

/**
 * Where families are kept. Each method is one atomic step on one row, as in {@link AccountTables}.
 */
interface FamilyTable extends SignIns {

  /** Adds one. */
  void add(Family family);

  /** The family of an id, if it is there. May be late by a step that is under way. */
  Optional<Family> find(String id);

  /**
   * Puts a family's next state in the place of one with the same refresh token, if it is open.
   *
   * @return what is there now, by whomever
   */
  Optional<Family> rotate(Family next, String presentHash);

  /** Ends one, if it is there. */
  void end(Family family, Instant now);

  @Override
  default void end(String family, Instant at) {
    find(family).filter(stored -> stored.endedAt() == null).ifPresent(open -> end(open, at));
  }
}
