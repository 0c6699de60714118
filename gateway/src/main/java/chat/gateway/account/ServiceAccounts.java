package chat.gateway.account;

import chat.contract.Names;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.Claim.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that services create and change. The service chooses the id, so a repeated call
 * finds what an earlier one did. Such an account has no password: its user signs in at an issuer,
 * or with a token that the service mints. Its email claims nothing, as it is not used to sign in.
 */
public final class ServiceAccounts {

  /** Attempts while other changes of the account succeed. */
  private static final int ATTEMPTS = 4;

  /** Parts of paths that stand in the place of an id. */
  private static final Set<String> RESERVED = Set.of("me", "online", "profile");

  private final AccountTables tables;
  private final Claims claims;
  private final AccountChanges changes;
  private final OwnAccount ownAccount;
  private final InstantSource clock;

  ServiceAccounts(
      AccountTables tables, AccountChanges changes, OwnAccount ownAccount, InstantSource clock) {
    this.tables = tables;
    this.claims = new Claims(tables, clock);
    this.changes = changes;
    this.ownAccount = ownAccount;
    this.clock = clock;
  }

  /**
   * The result of a call.
   *
   * @param created whether this call created the account
   * @param changed whether this call changed anything
   */
  public record Outcome(Account account, boolean created, boolean changed) {}

  /**
   * Creates or changes an account. Blocks.
   *
   * @param id chosen by the service
   * @param profile the new profile for the present account, which is null if there is none yet
   * @throws Refusal {@code CONFLICT} if the username is taken or the account was erased
   */
  public Outcome put(String id, Function<@Nullable Account, ServiceProfile> profile) {
    if (!Names.isMessageId(id) || RESERVED.contains(id)) {
      throw Refusal.ofField(
          ProblemCode.INVALID_REQUEST,
          "id",
          "[A-Za-z0-9_-]{1,64} and no reserved word is expected");
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Account present = tables.account(id).orElse(null);
      ServiceProfile wanted = profile.apply(present);
      Optional<Outcome> outcome = present == null ? create(id, wanted) : change(present, wanted);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    throw Refusal.of(ProblemCode.CONFLICT, "The account is being changed by others at once");
  }

  private Optional<Outcome> create(String id, ServiceProfile wanted) {
    if (tables.isGone(id)) {
      throw Refusal.ofField(ProblemCode.CONFLICT, "id", "the user with this id was erased");
    }
    claim(id, wanted.username());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Account account = Account.ofService(id, wanted, now);
    AccountChange change = changes.begin(AccountChange.Kind.REGISTRATION, id, null);
    if (tables.create(account)) {
      changes.finish(change);
      return Optional.of(new Outcome(account, true, true));
    }
    changes.drop(change);
    claims.follow(CaseFolding.fold(wanted.username()), id);
    return Optional.empty();
  }

  private Optional<Outcome> change(Account present, ServiceProfile wanted) {
    Account next = present.described(wanted, clock.instant());
    if (next.equals(present)) {
      return Optional.of(new Outcome(present, false, false));
    }
    if (present.passwordHash() != null && !Objects.equals(next.email(), present.email())) {
      throw Refusal.ofField(
          ProblemCode.CONFLICT, "email", "the user signs in with the present one");
    }
    claim(present.id(), wanted.username());
    AccountChange change =
        changes.begin(AccountChange.Kind.RENAMING, present.id(), present.username());
    if (tables.replace(next)) {
      changes.finish(change);
      return Optional.of(new Outcome(next, false, true));
    }
    changes.drop(change);
    claims.follow(CaseFolding.fold(wanted.username()), present.id());
    return Optional.empty();
  }

  /** The claim is permanent: its owner is known, and comes again if this call fails. */
  private void claim(String id, String username) {
    if (!claims.acquire(Kind.USERNAME, CaseFolding.fold(username), new Claim(id, null))) {
      throw Refusal.ofField(ProblemCode.CONFLICT, Kind.USERNAME.field(), "taken");
    }
  }

  /**
   * Finds an account. Blocks.
   *
   * @throws Refusal {@code NOT_FOUND}
   */
  public Account find(String id) {
    return Optional.of(id)
        .filter(Names::isUser)
        .flatMap(tables::account)
        .orElseThrow(ServiceAccounts::noSuchUser);
  }

  /**
   * Ends all sign-ins and minted tokens of a user. Blocks.
   *
   * @throws Refusal {@code NOT_FOUND}, also if the user is erased at the same time
   */
  void endSessions(String id) {
    String user = find(id).id();
    if (!unlessErased(() -> ownAccount.signOut(user))) {
      throw noSuchUser();
    }
  }

  /**
   * Erases an account. Blocks.
   *
   * @return the time of the erasure, also if it was erased before or is at the same time
   */
  Instant erase(String id) {
    if (!Names.isUser(id)) {
      throw noSuchUser();
    }
    if (tables.account(id).isPresent()) {
      boolean unused =
          unlessErased(
              () -> {
                Instant unusedTime = ownAccount.erase(id);
              });
    }
    return tables.erasedAt(id).orElseThrow(ServiceAccounts::noSuchUser);
  }

  /**
   * Changes an account. Returns false if it is gone, which is not the fault of the caller's key.
   */
  private static boolean unlessErased(Runnable change) {
    try {
      change.run();
      return true;
    } catch (Refusal refusal) {
      if (refusal.code() == ProblemCode.UNAUTHENTICATED) {
        return false;
      }
      throw refusal;
    }
  }

  private static Refusal noSuchUser() {
    return Refusal.of(ProblemCode.NOT_FOUND, "There is no such user");
  }
}
