package chat.gateway.room;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The table {@code read_markers}. A marker is written with its seq as the timestamp, so of two the
 * greater stays, in whatever order they come.
 */
final class CassandraReadMarkers implements ReadMarkers {

  private final CqlSession session;
  private final PreparedStatement insert;
  private final PreparedStatement select;

  CassandraReadMarkers(CqlSession session) {
    this.session = session;
    this.insert =
        prepare("INSERT INTO read_markers (user_id, room, seq) VALUES (?, ?, ?) USING TIMESTAMP ?");
    this.select = prepare("SELECT room, seq FROM read_markers WHERE user_id = ?");
  }

  @Override
  public CompletableFuture<Void> move(String user, String room, long seq) {
    return session
        .executeAsync(insert.bind(user, room, seq, seq))
        .<Void>thenApply(written -> null)
        .toCompletableFuture();
  }

  @Override
  public CompletableFuture<Map<String, Long>> of(String user) {
    Map<String, Long> markers = new HashMap<>();
    return session
        .executeAsync(select.bind(user))
        .thenCompose(rows -> read(rows, markers))
        .thenApply(done -> markers)
        .toCompletableFuture();
  }

  private static CompletionStage<Void> read(AsyncResultSet rows, Map<String, Long> markers) {
    rows.currentPage()
        .forEach(row -> markers.put(String.valueOf(row.getString("room")), row.getLong("seq")));
    return rows.hasMorePages()
        ? rows.fetchNextPage().thenCompose(more -> read(more, markers))
        : CompletableFuture.completedStage(null);
  }

  private PreparedStatement prepare(String cql) {
    return session.prepare(SimpleStatement.newInstance(cql).setIdempotent(true));
  }
}
