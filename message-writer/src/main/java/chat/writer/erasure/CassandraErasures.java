package chat.writer.erasure;

import chat.writer.room.CassandraStatements;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The table {@code erasures}. */
final class CassandraErasures implements Erasures {

  private final CqlSession session;
  private final PreparedStatement select;
  private final PreparedStatement insert;
  private final PreparedStatement delete;

  CassandraErasures(CqlSession session) {
    this.session = session;
    CassandraStatements statements = new CassandraStatements(session);
    this.select = statements.prepare("SELECT * FROM erasures WHERE shard = ?");
    this.insert =
        statements.prepare(
            "INSERT INTO erasures (shard, user_id, id, erased_at, second, room, bucket)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.delete = statements.prepare("DELETE FROM erasures WHERE shard = ? AND user_id = ?");
  }

  @Override
  public CompletionStage<List<PendingErasure>> pending(int shard) {
    return session
        .executeAsync(select.bind(shard))
        .thenCompose(page -> all(shard, page, new ArrayList<>()));
  }

  @Override
  public CompletionStage<Void> keep(PendingErasure erasure) {
    return session
        .executeAsync(
            insert.bind(
                erasure.shard(),
                erasure.user(),
                erasure.id(),
                erasure.erasedAt(),
                erasure.isSecond(),
                erasure.room(),
                erasure.bucket()))
        .thenAccept(written -> {});
  }

  @Override
  public CompletionStage<Void> remove(PendingErasure erasure) {
    return session
        .executeAsync(delete.bind(erasure.shard(), erasure.user()))
        .thenAccept(written -> {});
  }

  private static CompletionStage<List<PendingErasure>> all(
      int shard, AsyncResultSet page, List<PendingErasure> found) {
    page.currentPage().forEach(row -> found.add(erasure(shard, row)));
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> all(shard, next, found))
        : CompletableFuture.completedFuture(found);
  }

  private static PendingErasure erasure(int shard, Row row) {
    return new PendingErasure(
        shard,
        Objects.requireNonNull(row.getString("user_id")),
        Objects.requireNonNull(row.getString("id")),
        row.getLong("erased_at"),
        row.getBoolean("second"),
        Objects.requireNonNull(row.getString("room")),
        row.getLong("bucket"));
  }
}
