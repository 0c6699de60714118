package chat.gateway.account;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Changes in the table {@code account_changes}, spread over some partitions. */
@Component
final class CassandraPendingChanges implements PendingChanges {

  private static final int SHARDS = 8;
  private static final int AT_ONCE = 1000;

  private final CqlSession session;
  private final PreparedStatement insert;
  private final PreparedStatement delete;
  private final PreparedStatement deleteIfThere;
  private final PreparedStatement select;
  private final PreparedStatement selectOne;
  private final PreparedStatement claim;
  private final PreparedStatement prolong;

  CassandraPendingChanges(CqlSession session) {
    this.session = session;
    ConditionalWrites writes = new ConditionalWrites(session);
    this.insert =
        writes.prepare(
            "INSERT INTO account_changes (shard, id, user_id, kind, family) VALUES (?, ?, ?, ?, ?)");
    this.delete = writes.prepare("DELETE FROM account_changes WHERE shard = ? AND id = ?");
    // Claims are lightweight transactions, so deletions are too: else a claim could outlive one.
    this.deleteIfThere =
        writes.prepare("DELETE FROM account_changes WHERE shard = ? AND id = ? IF EXISTS");
    this.selectOne =
        writes.prepare("SELECT kind, until FROM account_changes WHERE shard = ? AND id = ?");
    this.claim =
        writes.prepare(
            "UPDATE account_changes SET until = ? WHERE shard = ? AND id = ?"
                + " IF kind = ? AND until = ?");
    this.prolong =
        writes.prepare(
            "UPDATE account_changes SET until = ? WHERE shard = ? AND id = ? IF kind = ?");
    this.select =
        writes.prepare(
            "SELECT id, user_id, kind, family FROM account_changes WHERE shard = ? LIMIT "
                + AT_ONCE);
  }

  @Override
  public void add(AccountChange change) {
    var bound =
        insert
            .boundStatementBuilder()
            .setInt("shard", shard(change))
            .setString("id", change.id())
            .setString("user_id", change.user())
            .setString("kind", change.kind().name());
    if (change.family() != null) {
      bound = bound.setString("family", change.family());
    }
    session.execute(bound.build());
  }

  @Override
  public void remove(AccountChange change) {
    boolean isClaimed = change.kind() == AccountChange.Kind.FAREWELL;
    session.execute((isClaimed ? deleteIfThere : delete).bind(shard(change), change.id()));
  }

  @Override
  public boolean claim(AccountChange change, Instant now, Instant until, boolean isMine) {
    int shard = shard(change);
    String kind = change.kind().name();
    long end = until.toEpochMilli();
    if (isMine) {
      return session.execute(prolong.bind(end, shard, change.id(), kind)).wasApplied();
    }
    Row there = session.execute(selectOne.bind(shard, change.id())).one();
    if (there == null || there.getLong("until") > now.toEpochMilli()) {
      return false;
    }
    Long before = there.isNull("until") ? null : (Long) there.getLong("until");
    return session.execute(claim.bind(end, shard, change.id(), kind, before)).wasApplied();
  }

  @Override
  public List<AccountChange> all() {
    return IntStream.range(0, SHARDS)
        .boxed()
        .flatMap(shard -> session.execute(select.bind(shard)).all().stream())
        .filter(row -> !row.isNull("user_id"))
        .flatMap(CassandraPendingChanges::change)
        .toList();
  }

  private static int shard(AccountChange change) {
    return Math.floorMod(change.id().hashCode(), SHARDS);
  }

  /** None if the kind is one that only later gateways know, which complete the change. */
  private static Stream<AccountChange> change(Row row) {
    String known = row.getString("kind");
    return Arrays.stream(AccountChange.Kind.values())
        .filter(kind -> kind.name().equals(known))
        .map(
            kind ->
                new AccountChange(
                    Objects.requireNonNull(row.getString("id")),
                    Objects.requireNonNull(row.getString("user_id")),
                    kind,
                    row.getString("family")));
  }
}
