package chat.gateway.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who owns an email or a username. A claim alone proves nothing: it holds as long as its
 * owner may still register, and for good once the owner did. One row decides, the account's: it is
 * either created by the owner or marked as abandoned by a rival, whichever comes first. So clocks
 * decide only how long an interrupted registration reserves a name, never who gets it.
 */
final class Claims {

  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

  /** Attempts before the name counts as taken. */
  private static final int ATTEMPTS = 3;

  private final AccountTables tables;
  private final InstantSource clock;

  Claims(AccountTables tables, InstantSource clock) {
    this.tables = tables;
    this.clock = clock;
  }

  /** Tries to claim a key. Returns whether it belongs to the claim's owner now. */
  boolean acquire(Claim.Kind kind, String key, Claim mine) {
    Optional<Claim> known = tables.find(kind, key); // costs less than a lightweight transaction
    if (known.isPresent() && (known.get().isOf(mine.owner()) || holds(kind, key, known.get()))) {
      return known.get().isOf(mine.owner());
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

  /**
   * Makes the claim of a username follow its owner's account: it is held if the account has the
   * name, else released. The account may change at the same time, so it is read again afterwards.
   */
  void follow(String name, String owner) {
    boolean isHeld = hasName(owner, name);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (!isHeld) {
        tables.release(Claim.Kind.USERNAME, name, owner);
      } else if (!acquire(Claim.Kind.USERNAME, name, new Claim(owner, null))) {
        LOG.warn("the username of an account is another's too user={}", owner);
      }
      boolean wasHeld = isHeld;
      isHeld = hasName(owner, name);
      if (isHeld == wasHeld) {
        return;
      }
    }
  }

  private boolean hasName(String owner, String name) {
    return tables
        .account(owner)
        .filter(account -> CaseFolding.fold(account.username()).equals(name))
        .isPresent();
  }

  /** Whether a key belongs to an account, or is reserved by a registration. */
  boolean isTaken(Claim.Kind kind, String key) {
    return tables.find(kind, key).filter(claim -> holds(kind, key, claim)).isPresent();
  }

  private boolean holds(Claim.Kind kind, String key, Claim claim) {
    Instant until = claim.until();
    if (until == null || clock.instant().isBefore(until)) {
      return true;
    }
    boolean abandoned = tables.abandon(claim.owner());
    if (!abandoned) {
      tables.settle(kind, key, claim.owner());
    }
    return !abandoned;
  }
}
