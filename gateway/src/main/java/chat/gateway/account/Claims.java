package chat.gateway.account;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Whose an email or a username is. A claim alone proves nothing: it holds as long as its owner may
 * still register, and for ever if he did. Whether he did is told by one row, the account's, which
 * is either written by its owner or struck out by who wants the claim, whoever comes first. So
 * clocks decide only how long a registration that died keeps a name, never who gets it.
 */
final class Claims {

  /** Beyond this many changes of owner while we try, somebody else is to have it. */
  private static final int ATTEMPTS = 3;

  private final AccountTables tables;
  private final InstantSource clock;

  Claims(AccountTables tables, InstantSource clock) {
    this.tables = tables;
    this.clock = clock;
  }

  /** Tries to get something. Returns whether it belongs to the claim's owner now. */
  boolean take(Claim.Kind kind, String key, Claim mine) {
    if (isTaken(kind, key)) {
      return false; // a read costs less than a vote
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Claim there = tables.claim(kind, key, mine);
      if (there.isOf(mine.owner())) {
        return true;
      }
      if (holds(kind, key, there)) {
        return false;
      }
      if (tables.takeOver(kind, key, there.owner(), mine)) {
        return true;
      }
    }
    return false;
  }

  /** Whether something belongs to somebody, or will unless he gives up. */
  boolean isTaken(Claim.Kind kind, String key) {
    return tables.find(kind, key).filter(claim -> holds(kind, key, claim)).isPresent();
  }

  private boolean holds(Claim.Kind kind, String key, Claim claim) {
    Instant until = claim.until();
    if (until == null || clock.instant().isBefore(until)) {
      return true;
    }
    boolean gone = tables.giveUp(claim.owner());
    if (!gone) {
      tables.settle(kind, key, claim.owner());
    }
    return !gone;
  }
}
