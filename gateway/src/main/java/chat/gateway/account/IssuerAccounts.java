package chat.gateway.account;

import chat.contract.VisibleText;
import chat.edge.issuer.IssuerToken;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.Claim.Kind;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of users of issuers. The first token of a subject makes one. Its id follows from the
 * token, so gateways that meet a subject at the same time make the same account: both claim names
 * for the same owner, and the row of the account decides which name it has.
 */
public final class IssuerAccounts {

  private static final int NAME_LENGTH = 64;

  private final AccountTables tables;
  private final Claims claims;
  private final AccountChanges changes;
  private final OwnAccount ownAccount;
  private final InstantSource clock;

  IssuerAccounts(
      AccountTables tables, AccountChanges changes, OwnAccount ownAccount, InstantSource clock) {
    this.tables = tables;
    this.claims = new Claims(tables, clock);
    this.changes = changes;
    this.ownAccount = ownAccount;
    this.clock = clock;
  }

  /**
   * The account of a token's subject, with the token's name and email unless it has those of a
   * later token.
   *
   * @throws Refusal {@code UNAUTHENTICATED} if the account was erased
   */
  public Account of(IssuerToken token) {
    Account known = tables.account(token.user()).orElse(null);
    return known == null ? create(token) : follow(known, token);
  }

  private Account create(IssuerToken token) {
    String id = token.user();
    if (tables.isGone(id)) {
      throw gone();
    }
    String username = claimUsername(id, token.username());
    Account account =
        new Account(
            id,
            email(token, null),
            username,
            null,
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            name(token, null),
            null,
            1,
            0,
            null,
            null,
            new IssuerClaims(name(token, null), token.issuedAt()),
            null);
    AccountChange change = changes.begin(AccountChange.Kind.REGISTRATION, id, null);
    if (tables.create(account)) {
      changes.finish(change);
      return account;
    }
    changes.drop(change);
    claims.follow(CaseFolding.fold(username), id);
    return tables.account(id).orElseThrow(IssuerAccounts::gone);
  }

  /** The claim is permanent: its owner is known, and comes again if this registration fails. */
  private String claimUsername(String id, @Nullable String wanted) {
    Claim mine = new Claim(id, null);
    return UsernameCandidates.of(id, wanted)
        .filter(name -> claims.acquire(Kind.USERNAME, CaseFolding.fold(name), mine))
        .findFirst()
        .orElseThrow(
            () -> Refusal.of(ProblemCode.UNAVAILABLE, "No username is free for this user"));
  }

  private Account follow(Account account, IssuerToken token) {
    if (after(account, token).equals(account)) {
      return account;
    }
    try {
      return ownAccount.follow(account.id(), current -> after(current, token));
    } catch (Refusal refusal) {
      if (refusal.code() != ProblemCode.CONFLICT) {
        throw refusal;
      }
      return account; // others change it at once: the next token changes it again
    }
  }

  /**
   * An account after a token. A claim changes it if an earlier token did not say the same. An
   * account with a password is its user's own.
   */
  private static Account after(Account account, IssuerToken token) {
    IssuerClaims known = account.claims();
    if (account.passwordHash() != null
        || (known != null && !token.issuedAt().isAfter(known.issuedAt()))) {
      return account;
    }
    String before = known == null ? null : known.name();
    String claimed = name(token, before);
    String email = email(token, account.email());
    boolean isRenamed = !Objects.equals(claimed, before);
    return isRenamed || !Objects.equals(email, account.email())
        ? account.following(
            isRenamed ? claimed : account.name(),
            email,
            new IssuerClaims(claimed, token.issuedAt()))
        : account;
  }

  private static @Nullable String name(IssuerToken token, @Nullable String present) {
    String name = token.name();
    return name != null && VisibleText.isName(name, NAME_LENGTH) ? name : present;
  }

  private static @Nullable String email(IssuerToken token, @Nullable String present) {
    String email = token.email();
    return email != null && Registration.isEmail(email) ? email : present;
  }

  private static Refusal gone() {
    return Refusal.of(ProblemCode.UNAUTHENTICATED, "The account is gone");
  }
}
