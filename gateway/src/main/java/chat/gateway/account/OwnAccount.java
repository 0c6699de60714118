package chat.gateway.account;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.password.NewPassword;
import chat.gateway.account.password.Passwords;
import chat.gateway.account.token.SignedIn;
import chat.gateway.limits.Limit;
import chat.gateway.limits.Limits;
import chat.sockets.fanout.SignIn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lets users change their own account. */
public final class OwnAccount {

  /** Attempts while other changes of the account succeed. */
  private static final int ATTEMPTS = 4;

  /** The age of a sign-in that stands for a password. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final AccountTables tables;
  private final Passwords passwords;
  private final AccountChanges changes;
  private final Limits limits;
  private final OwnFiles files;
  private final InstantSource clock;

  OwnAccount(
      AccountTables tables,
      Passwords passwords,
      AccountChanges changes,
      Limits limits,
      OwnFiles files,
      InstantSource clock) {
    this.tables = tables;
    this.passwords = passwords;
    this.changes = changes;
    this.limits = limits;
    this.files = files;
    this.clock = clock;
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
    String presentHash = Objects.requireNonNull(proven(id, password).passwordHash());
    String hash = passwords.hash(next.text());
    Account unused =
        change(
            id,
            AccountChange.Kind.END_OF_SESSIONS,
            account -> {
              if (!account.allows(kept.family(), kept.version())) {
                throw gone();
              }
              if (!presentHash.equals(account.passwordHash())) {
                throw wrongPassword();
              }
              return account.withoutSignIns(hash, kept.family());
            });
  }

  /** Ends all sign-ins, and all tokens that its issuer has issued. */
  public void signOut(String id) {
    Instant now = clock.instant();
    Account unused =
        change(id, AccountChange.Kind.END_OF_SESSIONS, account -> account.signedOut(now));
  }

  /**
   * Ends all tokens that the account's issuer issued up to a time; later calls with an earlier time
   * change nothing.
   */
  public void endTokens(String id, Instant issued) {
    Account unused =
        change(
            id,
            AccountChange.Kind.END_OF_SESSIONS,
            account -> account.allows(issued) ? account.withoutTokens(issued) : account);
  }

  /** Takes over the name and email of a later token of the account's issuer. */
  Account follow(String id, UnaryOperator<Account> step) {
    return change(id, AccountChange.Kind.NEW_PROFILE, step);
  }

  /**
   * Erases the account. Its data in the tables of accounts, its tokens and its connections end at
   * once; the rest follows the event.
   *
   * @param password not needed by a user of an issuer, who signed in there just now instead
   * @return the time of the erasure
   * @throws Refusal {@code FORBIDDEN} if the password is wrong, or the sign-in too old
   */
  Instant erase(SignedIn signedIn, @Nullable String password) {
    return erase(proven(signedIn, password));
  }

  /** Erases an account on behalf of a service, which needs no proof. */
  Instant erase(String id) {
    return erase(read(id));
  }

  private Instant erase(Account present) {
    String id = present.id();
    Account current = present;
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

  private Account proven(SignedIn signedIn, @Nullable String password) {
    Instant authenticatedAt = signedIn.authenticatedAt();
    if (authenticatedAt != null) {
      if (clock.instant().isAfter(authenticatedAt.plus(FRESH))) {
        throw Refusal.of(ProblemCode.FORBIDDEN, "Sign in at your issuer again first");
      }
      return read(signedIn.user().id());
    }
    if (password == null) {
      throw Refusal.ofField(ProblemCode.INVALID_REQUEST, "password", "missing");
    }
    return proven(signedIn.user().id(), password);
  }

  private Account proven(String id, String password) {
    limits.acquire(Limit.LOGIN_ACCOUNT, id);
    Account account = read(id);
    if (!passwords.matches(password, Optional.ofNullable(account.passwordHash()))) {
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
