package chat.gateway.account;

import chat.gateway.account.Claim.Kind;
import java.util.Optional;

/** Deletes erased accounts from the tables of accounts. */
final class AccountErasure {

  private final AccountTables tables;
  private final NameIndex names;

  AccountErasure(AccountTables tables, NameIndex names) {
    this.tables = tables;
    this.names = names;
  }

  /**
   * Deletes what is left of an erased account. Its email and username are free afterwards: keeping
   * them from others would mean storing them.
   *
   * @return whether it was erased; false if it exists
   */
  boolean complete(String user) {
    Optional<Account> remains = tables.erased(user);
    if (remains.isEmpty()) {
      return tables.account(user).isEmpty();
    }
    Account account = remains.get();
    String username = CaseFolding.fold(account.username());
    names.remove(username, user);
    String email = account.email();
    if (email != null) {
      release(Kind.EMAIL, CaseFolding.fold(email), user);
    }
    release(Kind.USERNAME, username, user);
    tables.forget(user);
    return true;
  }

  /** Checks that the claim is gone, as a forgotten account's claims can't be released later. */
  private void release(Kind kind, String key, String user) {
    tables.release(kind, key, user);
    if (tables.find(kind, key).filter(claim -> claim.isOf(user)).isPresent()) {
      throw new IllegalStateException("a claim is still there");
    }
  }
}
