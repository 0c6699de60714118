package chat.gateway.account.signin;

import chat.gateway.account.ConditionalWrites;
import chat.gateway.account.ConditionalWrites.Outcome;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Families in the table {@code refresh_families}. Every write sets all columns again, so that a row
 * expires as a whole, some time after its family.
 */
@Component
final class CassandraFamilyTable implements FamilyTable {

  private static final String COLUMNS =
      "id, user_id, account_version, token_hash, previous_hash, rotated_at, expires_at, ended_at";

  private final ConditionalWrites writes;
  private final PreparedStatement insert;
  private final PreparedStatement rotate;
  private final PreparedStatement end;
  private final PreparedStatement select;

  CassandraFamilyTable(CqlSession session) {
    this.writes = new ConditionalWrites(session);
    this.insert =
        writes.prepare(
            "INSERT INTO refresh_families (id, user_id, account_version, token_hash,"
                + " rotated_at, expires_at) VALUES (?, ?, ?, ?, ?, ?) IF NOT EXISTS USING TTL ?");
    this.rotate =
        writes.prepare(
            "UPDATE refresh_families USING TTL ? SET user_id = ?, account_version = ?, token_hash = ?,"
                + " previous_hash = ?, rotated_at = ?, expires_at = ? WHERE id = ?"
                + " IF token_hash = ? AND ended_at = null");
    this.end =
        writes.prepare(
            "UPDATE refresh_families USING TTL ? SET ended_at = ? WHERE id = ?"
                + " IF user_id = ? AND ended_at = null");
    this.select = writes.prepare("SELECT " + COLUMNS + " FROM refresh_families WHERE id = ?");
  }

  @Override
  public void add(Family family) {
    Outcome unused =
        writes.write(
            insert.bind(
                family.id(),
                family.userId(),
                family.accountVersion(),
                family.tokenHash(),
                family.rotatedAt(),
                family.expiresAt(),
                ttl(family, family.rotatedAt())),
            select.bind(family.id()),
            there -> true);
  }

  @Override
  public Optional<Family> find(String id) {
    return writes.read(select.bind(id)).map(CassandraFamilyTable::family);
  }

  @Override
  public Optional<Family> rotate(Family next, String presentHash) {
    Outcome outcome =
        writes.write(
            rotate.bind(
                ttl(next, next.rotatedAt()),
                next.userId(),
                next.accountVersion(),
                next.tokenHash(),
                next.previousHash(),
                next.rotatedAt(),
                next.expiresAt(),
                next.id(),
                presentHash),
            select.bind(next.id()),
            there -> hasEnded(there) || !presentHash.equals(there.getString("token_hash")));
    return outcome.applied()
        ? Optional.of(next)
        : writes.readSerially(select.bind(next.id())).map(CassandraFamilyTable::family);
  }

  @Override
  public void end(Family family, Instant now) {
    Outcome unused =
        writes.write(
            end.bind(ttl(family, now), now, family.id(), family.userId()),
            select.bind(family.id()),
            CassandraFamilyTable::hasEnded);
  }

  private static boolean hasEnded(Row row) {
    return !row.isNull("ended_at");
  }

  private static int ttl(Family family, Instant now) {
    long seconds = Duration.between(now, family.expiresAt()).plus(RefreshSettings.KEPT).toSeconds();
    return Math.toIntExact(Math.max(1, seconds));
  }

  private static Family family(Row row) {
    return new Family(
        Objects.requireNonNull(row.getString("id")),
        Objects.requireNonNull(row.getString("user_id")),
        row.getInt("account_version"),
        Objects.requireNonNull(row.getString("token_hash")),
        row.getString("previous_hash"),
        Objects.requireNonNull(row.getInstant("rotated_at")),
        Objects.requireNonNull(row.getInstant("expires_at")),
        row.getInstant("ended_at"));
  }
}
