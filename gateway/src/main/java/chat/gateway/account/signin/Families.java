package chat.gateway.account.signin;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.Account;
import chat.gateway.account.AccountChange;
import chat.gateway.account.AccountChanges;
import chat.gateway.account.AccountTables;
import chat.gateway.account.TimeOrderedIds;
import chat.gateway.account.token.AccessTokens;
import chat.sockets.fanout.SignIn;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Starts, continues and ends families of refresh tokens. */
final class Families {

  private final FamilyTable table;
  private final AccountTables accounts;
  private final RefreshTokens tokens;
  private final RefreshSettings settings;
  private final AccountChanges changes;
  private final TimeOrderedIds ids;
  private final InstantSource clock;

  Families(
      FamilyTable table,
      AccountTables accounts,
      RefreshTokens tokens,
      RefreshSettings settings,
      AccountChanges changes,
      TimeOrderedIds ids,
      InstantSource clock) {
    this.table = table;
    this.accounts = accounts;
    this.tokens = tokens;
    this.settings = settings;
    this.changes = changes;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A step of a family.
   *
   * @param at when the family took it; tokens of the step are made as of then, so that they are the
   *     same again
   */
  record Step(Account account, Family family, RefreshToken token, Instant at) {

    private static final int ID_LENGTH = 32;

    /** Its access token; the same again for the same step. */
    String accessToken(AccessTokens tokens) {
      String id = token.hash().substring(0, ID_LENGTH);
      SignIn signIn = new SignIn(family.id(), family.accountVersion());
      return tokens.issue(id, account.author(), signIn, at);
    }
  }

  /** Starts a family for an authenticated account. */
  Step start(Account account) {
    UUID id = ids.next();
    RefreshToken first = tokens.first(id);
    Instant now = now();
    Instant expiry = now.plus(settings.lifetime());
    Family family =
        new Family(
            id.toString(), account.id(), account.version(), first.hash(), null, now, expiry, null);
    table.add(family);
    return new Step(account, family, first, now);
  }

  /**
   * Replaces a refresh token; the one replaced last gets the same successor again for a while. An
   * older one is in the hands of two clients, one of which stole it, so it ends the family.
   *
   * @throws Refusal {@code UNAUTHENTICATED} if the token is not valid
   */
  Step refresh(String text) {
    RefreshToken token = tokens.read(text).orElseThrow(Families::ended);
    RefreshToken next = tokens.successor(token);
    Family family = open(token);
    if (family.tokenHash().equals(token.hash())) {
      Instant now = now();
      Family wanted = family.rotated(next.hash(), now, now.plus(settings.lifetime()));
      family = table.rotate(wanted, token.hash()).orElseThrow(Families::ended);
    }
    if (!family.isOpen(clock.instant())) {
      throw ended();
    }
    boolean again = clock.instant().isAfter(family.rotatedAt().plus(settings.grace()));
    if (again || !family.wentFromTo(token.hash(), next.hash())) {
      end(family);
      throw ended();
    }
    return new Step(owner(family), family, next, family.rotatedAt());
  }

  /**
   * Ends the family of a refresh token of any age; does nothing if there is none.
   *
   * @return the user's id, if the family was open
   */
  Optional<String> end(String text) {
    Optional<Family> open =
        tokens
            .read(text)
            .flatMap(token -> table.find(token.family().toString()))
            .filter(family -> family.isOpen(clock.instant()));
    open.ifPresent(this::end);
    return open.map(Family::userId);
  }

  private void end(Family family) {
    AccountChange change =
        changes.begin(AccountChange.Kind.END_OF_FAMILY, family.userId(), family.id());
    table.end(family, now());
    changes.finish(change);
  }

  private Account owner(Family family) {
    return accounts
        .account(family.userId())
        .filter(account -> account.allows(family.id(), family.accountVersion()))
        .orElseThrow(Families::ended);
  }

  private Family open(RefreshToken token) {
    return table
        .find(token.family().toString())
        .filter(family -> family.isOpen(clock.instant()))
        .orElseThrow(Families::ended);
  }

  /** The time in the precision of the tables. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Refusal ended() {
    return Refusal.of(ProblemCode.UNAUTHENTICATED, "The refresh token is not, or no longer, good");
  }
}
