package chat.gateway.account;

import chat.gateway.account.ConditionalWrites.Outcome;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Accounts in the tables {@code users}, {@code user_by_email} and {@code user_by_name}. An account
 * that was given up is a row without an email; it goes after a day, when nobody can be about to
 * write it.
 */
@Component
final class CassandraAccountTables implements AccountTables {

  private static final Logger log = LoggerFactory.getLogger(CassandraAccountTables.class);

  private final ConditionalWrites writes;
  private final Map<Claim.Kind, ClaimStatements> claims = new EnumMap<>(Claim.Kind.class);
  private final PreparedStatement insert;
  private final PreparedStatement giveUp;
  private final PreparedStatement select;

  CassandraAccountTables(CqlSession session) {
    this.writes = new ConditionalWrites(session);
    claims.put(Claim.Kind.EMAIL, ClaimStatements.of(writes, "user_by_email", "email"));
    claims.put(Claim.Kind.USERNAME, ClaimStatements.of(writes, "user_by_name", "name"));
    this.insert =
        writes.prepare(
            "INSERT INTO users (id, email, username, password_hash, created_at)"
                + " VALUES (?, ?, ?, ?, ?) IF NOT EXISTS");
    this.giveUp = writes.prepare("INSERT INTO users (id) VALUES (?) IF NOT EXISTS USING TTL 86400");
    this.select =
        writes.prepare(
            "SELECT id, email, username, password_hash, created_at FROM users WHERE id = ?");
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
    Outcome outcome =
        writes.write(
            insert.bind(
                account.id(),
                account.email(),
                account.username(),
                account.passwordHash(),
                account.createdAt()),
            select.bind(account.id()),
            there -> true);
    return outcome.applied()
        || outcome.there().flatMap(CassandraAccountTables::account).isPresent();
  }

  @Override
  public boolean giveUp(String id) {
    Outcome outcome = writes.write(giveUp.bind(id), select.bind(id), there -> true);
    return outcome.applied() || outcome.there().flatMap(CassandraAccountTables::account).isEmpty();
  }

  @Override
  public Optional<Account> account(String id) {
    return writes.read(select.bind(id)).flatMap(CassandraAccountTables::account);
  }

  private void tryTo(BoundStatement write, BoundStatement select) {
    try {
      Outcome unused = writes.write(write, select, there -> false);
    } catch (DriverException e) {
      log.debug("A claim is left as it was", e);
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

  private static Optional<Account> account(Row row) {
    String email = row.getString("email");
    return email == null
        ? Optional.empty()
        : Optional.of(
            new Account(
                Objects.requireNonNull(row.getString("id")),
                email,
                Objects.requireNonNull(row.getString("username")),
                Objects.requireNonNull(row.getString("password_hash")),
                Objects.requireNonNull(row.getInstant("created_at"))));
  }

  /** What is said to one of the two tables of claims. */
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
}
