package chat.gateway.account;

import chat.gateway.account.password.NewPassword;
import chat.gateway.account.password.Passwords;
import chat.gateway.account.token.SignedIn;
import chat.gateway.broadcast.SignIn;
import chat.gateway.limits.Limit;
import chat.gateway.limits.Limits;
import chat.gateway.problem.ProblemCode;
import chat.gateway.problem.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What somebody may do with the own account. */
public final class OwnAccount {

  /** Beyond this many changes by others while we try, the client is to look first. */
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
   * How it is.
   *
   * @throws Refusal {@code UNAUTHENTICATED} if it is gone
   */
  Account read(String id) {
    return tables.account(id).orElseThrow(OwnAccount::gone);
  }

  /**
   * AccountChanges how it is shown; to what it is already is no change.
   *
   * @throws Refusal {@code NOT_FOUND} if the new picture is no file of the user's own, or not ready
   */
  Account show(String id, UnaryOperator<Appearance> change) {
    return change(
        id,
        AccountChange.Kind.NEW_PROFILE,
        account -> {
          Appearance present = new Appearance(account.name(), account.avatar());
          Appearance next = change.apply(present);
          checkPicture(id, present, next);
          return next.equals(present) ? account : account.shownAs(next.name(), next.avatar());
        });
  }

  private void checkPicture(String id, Appearance present, Appearance next) {
    String avatar = next.avatar();
    if (avatar != null && !avatar.equals(present.avatar()) && !files.isReady(avatar, id)) {
      throw Refusal.ofField(ProblemCode.NOT_FOUND, "avatar", "no such file of yours, or not ready");
    }
  }

  /**
   * AccountChanges the password and ends all sign-ins but the one that asks.
   *
   * @throws Refusal {@code FORBIDDEN} if the present password is another
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
   * Makes the account exist no more. Of what it left, this ends at once what is in the tables of
   * accounts, its tokens and its sockets; the rest follows the event.
   *
   * @return when
   * @throws Refusal {@code FORBIDDEN} if the password is another
   */
  Instant erase(String id, String password) {
    Account present = proven(id, password);
    AccountChange change = changes.begin(AccountChange.Kind.ERASURE, id, null);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (tables.erase(present, change.at())) {
        changes.finish(change);
        return change.at();
      }
      present = read(id);
    }
    changes.drop(change);
    throw busy();
  }

  private Account change(String id, AccountChange.Kind kind, UnaryOperator<Account> step) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Account present = read(id);
      Account next = step.apply(present);
      if (next.equals(present)) {
        return present;
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
    limits.take(Limit.LOGIN_ACCOUNT, id);
    Account account = read(id);
    if (!passwords.matches(password, Optional.of(account.passwordHash()))) {
      throw wrongPassword();
    }
    limits.giveBack(Limit.LOGIN_ACCOUNT, id);
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
