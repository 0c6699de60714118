package chat.gateway.account;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.edge.problem.Refusal.FieldError;
import chat.gateway.account.Claim.Kind;
import chat.gateway.account.password.Passwords;
import chat.gateway.limits.Limit;
import chat.gateway.limits.Limits;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Registers and authenticates accounts. */
public final class Accounts {

  private static final String NO_ACCOUNT = "none";
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final AccountTables tables;
  private final Claims claims;
  private final Passwords passwords;
  private final AccountChanges changes;
  private final Limits limits;
  private final TimeOrderedIds ids;
  private final InstantSource clock;
  private final Duration claimLease;

  Accounts(
      AccountTables tables,
      Passwords passwords,
      AccountChanges changes,
      Limits limits,
      TimeOrderedIds ids,
      InstantSource clock,
      Duration claimLease) {
    this.tables = tables;
    this.claims = new Claims(tables, clock);
    this.passwords = passwords;
    this.changes = changes;
    this.limits = limits;
    this.ids = ids;
    this.clock = clock;
    this.claimLease = claimLease;
  }

  /**
   * Registers an account.
   *
   * @throws Refusal {@code CONFLICT} if the email or the username is taken, naming each
   */
  public Account register(Registration wanted) {
    String email = CaseFolding.fold(wanted.email());
    String username = CaseFolding.fold(wanted.username());
    Claim mine = new Claim(ids.next().toString(), clock.instant().plus(claimLease));
    String hash;
    try {
      List<FieldError> taken = claimBoth(email, username, mine);
      if (!taken.isEmpty()) {
        throw Refusal.ofFields(ProblemCode.CONFLICT, taken);
      }
      hash = passwords.hash(wanted.password());
    } catch (RuntimeException e) {
      release(email, username, mine.owner());
      throw e;
    }
    Account account =
        Account.registered(
            mine.owner(),
            wanted.email(),
            wanted.username(),
            hash,
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    AccountChange change = changes.begin(AccountChange.Kind.REGISTRATION, account.id(), null);
    // After a failure from here on the claims stay, as the account may exist.
    if (!tables.commit(account)) {
      changes.drop(change);
      throw Refusal.until(ProblemCode.UNAVAILABLE, "Registering took too long", RETRY_AFTER);
    }
    tables.settle(Kind.EMAIL, email, account.id());
    tables.settle(Kind.USERNAME, username, account.id());
    changes.finish(change);
    return account;
  }

  /**
   * Authenticates by email and password.
   *
   * @throws Refusal {@code UNAUTHENTICATED}, the same for any wrong pair, and after the same time
   *     for any email; {@code RATE_LIMITED} after too many wrong ones, whether the account exists
   *     or not
   */
  public Account authenticate(String email, String password) {
    if (!Registration.isEmail(email)) {
      throw wrongPair(); // no account can have it, so nothing is counted or hashed
    }
    String folded = CaseFolding.fold(email);
    limits.acquire(Limit.LOGIN_ACCOUNT, folded);
    Optional<Account> account = withEmail(folded);
    if (!passwords.matches(password, account.map(Account::passwordHash))) {
      throw wrongPair();
    }
    limits.release(Limit.LOGIN_ACCOUNT, folded);
    return account.orElseThrow();
  }

  private static Refusal wrongPair() {
    return Refusal.of(ProblemCode.UNAUTHENTICATED, "The email or the password is wrong");
  }

  /** Does the same reads for an unknown email. */
  private Optional<Account> withEmail(String email) {
    String owner = tables.find(Kind.EMAIL, email).map(Claim::owner).orElse(NO_ACCOUNT);
    return tables.account(owner).filter(account -> account.hasEmail(email));
  }

  /**
   * Claims the email first: of two registrations with the same email and username, one gets both.
   *
   * @return the fields that are taken
   */
  private List<FieldError> claimBoth(String email, String username, Claim mine) {
    if (claims.acquire(Kind.EMAIL, email, mine)) {
      return claims.acquire(Kind.USERNAME, username, mine)
          ? List.of()
          : List.of(taken(Kind.USERNAME));
    }
    return claims.isTaken(Kind.USERNAME, username)
        ? List.of(taken(Kind.EMAIL), taken(Kind.USERNAME))
        : List.of(taken(Kind.EMAIL));
  }

  private void release(String email, String username, String owner) {
    tables.release(Kind.EMAIL, email, owner);
    tables.release(Kind.USERNAME, username, owner);
  }

  private static FieldError taken(Kind kind) {
    return new FieldError(kind.field(), "taken");
  }
}
