package chat.gateway.account;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.password.NewPassword;
import chat.gateway.account.password.Passwords;
import chat.gateway.account.token.SignedIn;
import chat.gateway.limits.Limit;
import chat.gateway.limits.Limits;
import chat.sockets.fanout.SignIn;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Lets users change their own account. */
public final class OwnAccount {

  /** Attempts while other changes of the account succeed. */
  private static final int ATTEMPTS = 4;

  private final AccountTables tables;
  private final Passwords passwords;
  private final AccountChanges changes;
  private final Limits limits;
  private final OwnFiles files;

  OwnAccount(
      AccountTables tables,
      Passwords passwords,
      AccountChanges changes,
      Limits limits,
      OwnFiles files) {
    this.tables = tables;
    this.passwords = passwords;
    this.changes = changes;
    this.limits = limits;
    this.files = files;
  }

  /**
   * Reads an account.
   *
   * @throws Refusal {@code UNAUTHENTICATED} if it does not exist any more
   */
  Account read(String id) {
    return tables.account(id).orElseThrow(OwnAccount::gone);
  }

  /**
   * Changes the display profile; the same values are no change.
   *
   * @throws Refusal {@code NOT_FOUND} if the new avatar is not a file of the user's own, or not
   *     ready
   */
  Account show(String id, UnaryOperator<DisplayProfile> change) {
    return change(
        id,
        AccountChange.Kind.NEW_PROFILE,
        account -> {
          DisplayProfile current = account.displayProfile();
          DisplayProfile next = change.apply(current);
          checkAvatar(id, current, next);
          return next.equals(current) ? account : account.shownAs(next);
        });
  }

  private void checkAvatar(String id, DisplayProfile current, DisplayProfile next) {
    String avatar = next.avatar();
    if (avatar != null && !avatar.equals(current.avatar()) && !files.isReady(avatar, id)) {
      throw Refusal.ofField(ProblemCode.NOT_FOUND, "avatar", "no such file of yours, or not ready");
    }
  }

  /**
   * Changes the password and ends all other sign-ins.
   *
   * @throws Refusal {@code FORBIDDEN} if the current password is wrong
   */
  public void changePassword(SignedIn signedIn, String password, NewPassword next) {
    String id = signedIn.user().id();
    SignIn kept = signedIn.signIn();
    String presentHash = proven(id, password).passwordHash();
    String hash = passwords.hash(next.text());
    Account unused =
        change(
            id,
            AccountChange.Kind.END_OF_SESSIONS,
            account -> {
              if (!account.allows(kept.family(), kept.version())) {
                throw gone();
              }
              if (!account.passwordHash().equals(presentHash)) {
                throw wrongPassword();
              }
              return account.withoutSignIns(hash, kept.family());
            });
  }

  /** Ends all sign-ins. */
  public void signOut(String id) {
    Account unused =
        change(
            id,
            AccountChange.Kind.END_OF_SESSIONS,
            account -> account.withoutSignIns(account.passwordHash(), null));
  }

  /**
   * Erases the account. Its data in the tables of accounts, its tokens and its connections end at
   * once; the rest follows the event.
   *
   * @return the time of the erasure
   * @throws Refusal {@code FORBIDDEN} if the password is wrong
   */
  Instant erase(String id, String password) {
    Account current = proven(id, password);
    AccountChange change = changes.begin(AccountChange.Kind.ERASURE, id, null);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (tables.erase(current, change.at())) {
        changes.finish(change);
        return change.at();
      }
      current = read(id);
    }
    changes.drop(change);
    throw busy();
  }

  private Account change(String id, AccountChange.Kind kind, UnaryOperator<Account> step) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Account current = read(id);
      Account next = step.apply(current);
      if (next.equals(current)) {
        return current;
      }
      AccountChange change = changes.begin(kind, id, null);
      if (tables.replace(next)) {
        changes.finish(change);
        return next;
      }
      changes.drop(change);
    }
    throw busy();
  }

  private Account proven(String id, String password) {
    limits.acquire(Limit.LOGIN_ACCOUNT, id);
    Account account = read(id);
    if (!passwords.matches(password, Optional.of(account.passwordHash()))) {
      throw wrongPassword();
    }
    limits.release(Limit.LOGIN_ACCOUNT, id);
    return account;
  }

  private static Refusal wrongPassword() {
    return Refusal.ofField(ProblemCode.FORBIDDEN, "password", "not the present one");
  }

  private static Refusal gone() {
    return Refusal.of(ProblemCode.UNAUTHENTICATED, "The account or the sign-in is gone");
  }

  private static Refusal busy() {
    return Refusal.of(ProblemCode.CONFLICT, "The account is being changed by others at once");
  }
}
