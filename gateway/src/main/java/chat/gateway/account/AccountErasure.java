package chat.gateway.account;

import chat.gateway.account.Claim.Kind;
import java.util.Optional;

/** Takes the traces of erased accounts out of the tables of accounts. */
final class AccountErasure {

  private final AccountTables tables;
  private final NameIndex names;

  AccountErasure(AccountTables tables, NameIndex names) {
    this.tables = tables;
    this.names = names;
  }

  /**
   * Deletes what is left of an account that was erased. Its email and username are free from then
   * on: to keep them from others would be to keep them.
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
    release(Kind.EMAIL, CaseFolding.fold(account.email()), user);
    release(Kind.USERNAME, username, user);
    tables.forget(user);
    return true;
  }

  /** For sure, as what is forgotten then can't be released any more. */
  private void release(Kind kind, String key, String user) {
    tables.release(kind, key, user);
    if (tables.find(kind, key).filter(claim -> claim.isOf(user)).isPresent()) {
      throw new IllegalStateException("a claim is still there");
    }
  }
}
