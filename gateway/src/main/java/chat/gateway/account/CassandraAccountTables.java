package chat.gateway.account;

import chat.contract.ApplicationData;
import chat.gateway.account.ConditionalWrites.Outcome;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Accounts in the tables {@code users}, {@code user_by_email} and {@code user_by_name}. An
 * abandoned registration is a row without an email, which expires after a day, when no gateway can
 * still be about to create the account.
 */
@Component
final class CassandraAccountTables implements AccountTables {

  private static final Logger LOG = LoggerFactory.getLogger(CassandraAccountTables.class);

  private final CqlSession session;
  private final ConditionalWrites writes;
  private final Map<Claim.Kind, ClaimStatements> claims = new EnumMap<>(Claim.Kind.class);
  private final PreparedStatement insert;
  private final PreparedStatement abandon;
  private final PreparedStatement select;
  private final PreparedStatement update;
  private final PreparedStatement erase;
  private final PreparedStatement forget;

  CassandraAccountTables(CqlSession session) {
    this.session = session;
    this.writes = new ConditionalWrites(session);
    claims.put(Claim.Kind.EMAIL, ClaimStatements.of(writes, "user_by_email", "email"));
    claims.put(Claim.Kind.USERNAME, ClaimStatements.of(writes, "user_by_name", "name"));
    this.insert =
        writes.prepare(
            "INSERT INTO users (id, email, username, password_hash, created_at, version, name,"
                + " data, claims_at, claimed_name)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS");
    this.abandon =
        writes.prepare("INSERT INTO users (id) VALUES (?) IF NOT EXISTS USING TTL 86400");
    this.select = writes.prepare("SELECT " + AccountRow.COLUMNS + " FROM users WHERE id = ?");
    this.update =
        writes.prepare(
            "UPDATE users SET email = ?, username = ?, password_hash = ?, name = ?, avatar = ?,"
                + " data = ?, version = ?,"
                + " ended_before = ?, kept_family = ?, issued_before = ?, claims_at = ?,"
                + " claimed_name = ? WHERE id = ?"
                + " IF version = ? AND erased_at = null");
    this.erase =
        writes.prepare(
            "UPDATE users SET erased_at = ?, version = ? WHERE id = ?"
                + " IF version = ? AND erased_at = null");
    this.forget =
        writes.prepare(
            "UPDATE users SET email = null, username = null, password_hash = null,"
                + " created_at = null, name = null, avatar = null, data = null, ended_before = null,"
                + " kept_family = null, issued_before = null, claims_at = null,"
                + " claimed_name = null WHERE id = ? IF erased_at != null");
  }

  @Override
  public Claim claim(Claim.Kind kind, String key, Claim claim) {
    ClaimStatements statements = of(kind);
    Outcome outcome =
        writes.write(
            statements.insert().bind(key, claim.owner(), claim.until()),
            statements.select().bind(key),
            there -> true);
    return outcome.there().map(CassandraAccountTables::claim).orElse(claim);
  }

  @Override
  public boolean takeOver(Claim.Kind kind, String key, String formerOwner, Claim claim) {
    ClaimStatements statements = of(kind);
    Outcome outcome =
        writes.write(
            statements.takeOver().bind(claim.owner(), claim.until(), key, formerOwner),
            statements.select().bind(key),
            there -> !owner(there).equals(formerOwner));
    return outcome.applied()
        || outcome.there().filter(there -> owner(there).equals(claim.owner())).isPresent();
  }

  @Override
  public void settle(Claim.Kind kind, String key, String owner) {
    ClaimStatements statements = of(kind);
    tryTo(statements.settle().bind(key, owner), statements.select().bind(key));
  }

  @Override
  public void release(Claim.Kind kind, String key, String owner) {
    ClaimStatements statements = of(kind);
    tryTo(statements.release().bind(key, owner), statements.select().bind(key));
  }

  @Override
  public Optional<Claim> find(Claim.Kind kind, String key) {
    return writes.read(of(kind).select().bind(key)).map(CassandraAccountTables::claim);
  }

  @Override
  public boolean commit(Account account) {
    Outcome outcome = insert(account);
    return outcome.applied() || outcome.there().flatMap(AccountRow::account).isPresent();
  }

  @Override
  public boolean create(Account account) {
    Outcome outcome = insert(account);
    return outcome.applied()
        || (outcome.isLost()
            && outcome.there().flatMap(AccountRow::account).filter(account::equals).isPresent());
  }

  @Override
  public boolean isGone(String id) {
    return writes.read(select.bind(id)).filter(AccountRow::isErased).isPresent();
  }

  private Outcome insert(Account account) {
    return writes.write(
        insert.bind(
            account.id(),
            account.email(),
            account.username(),
            account.passwordHash(),
            account.createdAt(),
            account.version(),
            account.name(),
            data(account),
            claimsAt(account),
            claimedName(account)),
        select.bind(account.id()),
        there -> true);
  }

  @Override
  public boolean abandon(String id) {
    Outcome outcome = writes.write(abandon.bind(id), select.bind(id), there -> true);
    return outcome.applied() || outcome.there().flatMap(AccountRow::account).isEmpty();
  }

  @Override
  public Optional<Account> account(String id) {
    return writes.read(select.bind(id)).flatMap(AccountRow::account);
  }

  @Override
  public List<Account> accounts(List<String> ids) {
    List<CompletableFuture<AsyncResultSet>> answers =
        ids.stream()
            .map(id -> session.executeAsync(select.bind(id)).toCompletableFuture())
            .toList();
    return answers.stream()
        .map(answer -> Optional.ofNullable(answer.join().one()).flatMap(AccountRow::account))
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public boolean replace(Account next) {
    Outcome outcome =
        writes.write(
            update.bind(
                next.email(),
                next.username(),
                next.passwordHash(),
                next.name(),
                next.avatar(),
                data(next),
                next.version(),
                next.endedBefore(),
                next.keptFamily(),
                next.issuedBefore(),
                claimsAt(next),
                claimedName(next),
                next.id(),
                versionBefore(next)),
            select.bind(next.id()),
            there -> AccountRow.isErased(there) || there.getInt("version") >= next.version());
    return outcome.applied() || isThere(next);
  }

  @Override
  public boolean erase(Account current, Instant at) {
    Integer version = current.version() == 0 ? null : current.version();
    Outcome outcome =
        writes.write(
            erase.bind(at, current.version() + 1, current.id(), version),
            select.bind(current.id()),
            there -> AccountRow.isErased(there) || there.getInt("version") > current.version());
    return outcome.applied() || outcome.there().filter(AccountRow::isErased).isPresent();
  }

  @Override
  public Optional<Instant> erasedAt(String id) {
    return writes.read(select.bind(id)).map(row -> row.getInstant("erased_at"));
  }

  @Override
  public Optional<Account> erased(String id) {
    return writes.read(select.bind(id)).flatMap(AccountRow::erased);
  }

  @Override
  public void forget(String id) {
    Outcome unused = writes.write(forget.bind(id), select.bind(id), there -> false);
  }

  /** After a lost answer: whether the stored account is the one that was written. */
  private boolean isThere(Account next) {
    return writes
        .readSerially(select.bind(next.id()))
        .flatMap(AccountRow::account)
        .filter(next::equals)
        .isPresent();
  }

  /** Accounts from before versions were counted have none in their row. */
  private static @Nullable Integer versionBefore(Account next) {
    return next.version() == 1 ? null : Integer.valueOf(next.version() - 1);
  }

  private void tryTo(BoundStatement write, BoundStatement select) {
    try {
      Outcome unused = writes.write(write, select, there -> false);
    } catch (DriverException e) {
      LOG.debug("a claim could not be changed", e);
    }
  }

  private ClaimStatements of(Claim.Kind kind) {
    return Objects.requireNonNull(claims.get(kind));
  }

  private static Claim claim(Row row) {
    return new Claim(owner(row), row.getInstant("claimed_until"));
  }

  private static String owner(Row row) {
    return Objects.requireNonNull(row.getString("user_id"));
  }

  /** The statements for one of the two tables of claims. */
  private record ClaimStatements(
      PreparedStatement insert,
      PreparedStatement takeOver,
      PreparedStatement settle,
      PreparedStatement release,
      PreparedStatement select) {

    static ClaimStatements of(ConditionalWrites writes, String table, String key) {
      String where = " WHERE " + key + " = ?";
      return new ClaimStatements(
          writes.prepare(
              "INSERT INTO %s (%s, user_id, claimed_until) VALUES (?, ?, ?) IF NOT EXISTS"
                  .formatted(table, key)),
          writes.prepare(
              "UPDATE "
                  + table
                  + " SET user_id = ?, claimed_until = ?"
                  + where
                  + " IF user_id = ?"),
          writes.prepare(
              "UPDATE " + table + " SET claimed_until = null" + where + " IF user_id = ?"),
          writes.prepare("DELETE FROM " + table + where + " IF user_id = ?"),
          writes.prepare("SELECT user_id, claimed_until FROM " + table + where));
    }
  }

  private static @Nullable String data(Account account) {
    ApplicationData data = account.data();
    return data == null ? null : data.json();
  }

  private static @Nullable Instant claimsAt(Account account) {
    IssuerClaims claims = account.claims();
    return claims == null ? null : claims.issuedAt();
  }

  private static @Nullable String claimedName(Account account) {
    IssuerClaims claims = account.claims();
    return claims == null ? null : claims.name();
  }
}
