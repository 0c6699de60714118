package chat.gateway.account.signin;

import chat.gateway.account.SignIns;
import java.time.Instant;
import java.util.Optional;

/**
 * Stores families. Each method is one atomic step on one row, as in {@link
 * chat.gateway.account.AccountTables}.
 */
interface FamilyTable extends SignIns {

  /** Adds a family. */
  void add(Family family);

  /** The family with an id, if there is one. May lag behind a step in flight. */
  Optional<Family> find(String id);

  /**
   * Replaces a family by its next state, if it is open and has the same refresh token.
   *
   * @return the stored family, whichever gateway wrote it
   */
  Optional<Family> rotate(Family next, String presentHash);

  /** Ends a family, if there is one. */
  void end(Family family, Instant now);

  @Override
  default void end(String family, Instant at) {
    find(family).filter(stored -> stored.endedAt() == null).ifPresent(open -> end(open, at));
  }
}
